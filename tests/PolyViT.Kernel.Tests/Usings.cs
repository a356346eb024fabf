global using System;
global using System.Collections.Generic;
global using System.Collections.Immutable;
global using System.IO;
global using System.Linq;
global using PolyViT.Kernel.Scripting;
global using PolyViT.Tests;
global using Xunit;
