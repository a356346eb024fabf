namespace PolyViT.Kernel.Tests.Jupyter;

/// <summary>One kernel for the tests that leave it as it was.</summary>
public sealed class JupyterKernel : IDisposable
{
    private readonly ScriptFolder folder = new();
    private readonly Lazy<JupyterClient> client;

    public JupyterKernel() => client = new(() => JupyterClient.Start(folder));

    /// <summary>Started by the first test that needs it; skips where Jupyter is not installed.</summary>
    internal JupyterClient Client
    {
        get
        {
            JupyterClient.Require();
            return client.Value;
        }
    }

    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
        folder.Dispose();
    }
}

[CollectionDefinition("kernel")]
public class KernelCollection : ICollectionFixture<JupyterKernel>;
