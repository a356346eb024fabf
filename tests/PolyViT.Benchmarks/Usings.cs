global using System;
global using System.Collections.Generic;
global using System.Collections.Immutable;
global using System.Diagnostics;
global using System.Globalization;
global using System.IO;
global using System.Linq;
global using TorchSharp;
global using static TorchSharp.torch;
