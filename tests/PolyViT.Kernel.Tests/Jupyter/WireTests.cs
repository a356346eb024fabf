using System.Text;
using System.Text.Json.Nodes;
using PolyViT.Kernel.Jupyter;

namespace PolyViT.Kernel.Tests.Jupyter;

public class WireTests
{
    private static readonly JsonObject Header = new() { ["msg_type"] = "execute_request" };

    [Fact]
    public void A_message_that_is_written_is_read_and_only_with_the_same_key()
    {
        byte[][] identities = [[0, 1], [2]];
        var content = new JsonObject { ["code"] = "λ 😀 <b>", ["silent"] = true };
        var frames = Wire.Write(identities, Header, null, content, "key");
        var read = Wire.Read(frames, "key");
        Assert.NotNull(read);
        Assert.Equal(identities, read.Identities);
        Assert.Equal(("execute_request", "execute_reply"), (read.Type, read.ReplyType));
        Assert.Equal("λ 😀 <b>", read.Text("code"));
        Assert.True(read.Flag("silent", otherwise: false));
        Assert.Null(read.Number("code"));
        Assert.Null(Wire.Read(frames, "another"));
        Assert.Null(Wire.Read(frames, ""));
    }

    [Fact]
    public void The_signature_is_the_one_of_the_protocol()
    {
        var frames = Wire.Write([], [], null, [], "key");
        // printf '{}{}{}{}' | openssl dgst -sha256 -hmac key
        Assert.Equal(
            "ca767b02c5bc061ed184a9a029e7f93a7f2f7ed4e8fe74120fc1212f0b008fa3",
            Encoding.ASCII.GetString(frames[1]));
        Assert.Empty(Wire.Write([], [], null, [], "")[1]);
    }

    [Fact]
    public void Frames_that_are_no_message_are_none()
    {
        var frames = Wire.Write([[1]], Header, null, [], "");
        Assert.NotNull(Wire.Read(frames, ""));
        Assert.Null(Wire.Read([], ""));
        Assert.Null(Wire.Read(frames[..^1], ""));
        Assert.Null(Wire.Read([.. frames[..^1], Encoding.UTF8.GetBytes("[1]")], ""));
        Assert.Null(Wire.Read([.. frames[..^1], Encoding.UTF8.GetBytes("{")], ""));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("a😀b", 1, 1)]
    [InlineData("a😀b", 2, 3)]
    [InlineData("a😀b", 3, 4)]
    [InlineData("a😀b", 9, 4)]
    [InlineData("\ud83d", 1, 1)]
    public void Characters_are_counted_as_Python_does(string text, int points, int units)
    {
        Assert.Equal(units, CodePoints.ToUnits(text, points));
        var all = CodePoints.FromUnits(text, text.Length);
        Assert.Equal(Math.Min(points, all), CodePoints.FromUnits(text, units));
    }

    [Fact]
    public void Printed_text_is_sent_before_what_comes_later_and_all_of_it_before_the_end()
    {
        var sent = new List<string>();
        var outbox = new Outbox(m => sent.Add($"{m.Type} {m.Content["name"]}{m.Content["text"]}"));
        outbox.Print("stdout", "a", null);
        outbox.Print("stdout", "b", null);
        outbox.Print("stderr", "c", null);
        outbox.Post(new(Channel.Iopub, "status", [], null));
        outbox.Print("stdout", "d", null);
        outbox.Close();
        outbox.Run();
        Assert.Equal(["stream stdoutab", "stream stderrc", "status ", "stream stdoutd"], sent);
    }
}
