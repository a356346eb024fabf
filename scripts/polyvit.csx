// What every script of this folder loads: the library and what it is made of, all from one folder, which
// `dotnet run -c Release --project lib/PolyViT.Kernel` builds. Usings do not pass through #load: scripts
// have their own.
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/PolyViT.Notebooks.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/PolyViT.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/TorchSharp.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/Deedle.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/Plotly.NET.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/FSharp.Core.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/SkiaSharp.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/CsvHelper.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/MathNet.Numerics.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/Spectre.Console.dll"
#r "../lib/PolyViT.Notebooks/bin/Release/net10.0/Spectre.Console.Ansi.dll"
