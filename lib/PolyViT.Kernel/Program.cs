return PolyViT.Kernel.Commands.Run(args);
