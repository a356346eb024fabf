global using System;
global using System.Collections.Generic;
global using System.Collections.Immutable;
global using System.IO;
global using System.Linq;
global using TorchSharp;
global using Xunit;
global using static TorchSharp.torch;
