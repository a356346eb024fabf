using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Jupyter;

/// <summary>Where a client waits for this kernel: the content of Jupyter's connection file.</summary>
/// <param name="Ip">The address to bind.</param>
/// <param name="Key">Signs every message; empty when messages are not signed.</param>
/// <param name="Ports">One for each channel.</param>
internal sealed record Connection(string Ip, string Key, Ports Ports)
{
    /// <summary>The address of a channel in ZeroMQ's words.</summary>
    /// <param name="port">Of the channel.</param>
    public string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"tcp://{Ip}:{port}");

    /// <summary>Reads a connection file, or says in one sentence what is wrong with it.</summary>
    /// <param name="file">Its path.</param>
    public static (Connection? Connection, string? Error) Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject json
                ? From(json)
                : (null, Unusable(file, "it is not a JSON object"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"The connection file '{file}' does not exist: Jupyter writes it when it starts a "
                + "kernel, so choose C# in Jupyter's menu instead of calling this command yourself.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"The connection file '{file}' cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return (null, Unusable(file, e.Message.TrimEnd('.')));
        }
    }

    private static (Connection?, string?) From(JsonObject json)
    {
        var (transport, scheme) = (Text("transport") ?? "tcp", Text("signature_scheme") ?? "hmac-sha256");
        if (transport != "tcp")
            return (null, $"The connection file asks for the transport '{transport}', and this kernel "
                + "listens on tcp: start Jupyter without --transport.");
        return scheme == "hmac-sha256"
            ? (new(Text("ip") ?? "127.0.0.1", Text("key") ?? "", PortsIn(json)), null)
            : (null, $"The connection file asks for signatures by '{scheme}', and this kernel signs "
                + "by hmac-sha256: leave Jupyter's Session.signature_scheme as it is by default.");

        string? Text(string name) => (string?)json[name];
    }

    private static Ports PortsIn(JsonObject json)
    {
        return new(Port("shell_port"), Port("control_port"), Port("stdin_port"),
            Port("iopub_port"), Port("hb_port"));

        int Port(string name) => (int?)json[name] is > 0 and < 65536 and var port
            ? port
            : throw new FormatException($"its {name} is not a port");
    }

    private static string Unusable(string file, string reason) =>
        $"The connection file '{file}' cannot be used: {reason}; restart the kernel, so that "
        + "Jupyter writes a new one.";
}

/// <summary>The ports of Jupyter's five channels.</summary>
/// <param name="Shell">Requests to run code and to ask about it.</param>
/// <param name="Control">Requests that must not wait for a running cell.</param>
/// <param name="Stdin">Where the kernel asks the user.</param>
/// <param name="Iopub">What the kernel tells to all clients.</param>
/// <param name="Heartbeat">Echoes, to show that the process lives.</param>
internal sealed record Ports(int Shell, int Control, int Stdin, int Iopub, int Heartbeat);
