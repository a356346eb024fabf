using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests.Jupyter;

[Collection("kernel")]
public class AskTests(JupyterKernel kernel)
{
    [Fact]
    public void The_kernel_says_what_it_is()
    {
        var info = kernel.Client.Ask("kernel_info");
        Assert.StartsWith("5.", (string?)info["protocol_version"]);
        var language = info["language_info"]!;
        Assert.Equal(("C#", ".cs"), ((string?)language["name"], (string?)language["file_extension"]));
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("for (var i = 0; i < 3; i++) {", "incomplete")]
    [InlineData("var x = 1;", "complete")]
    public void Code_that_needs_more_lines_is_incomplete(string code, string status) =>
        Assert.Equal(status, (string?)kernel.Client.Ask("is_complete", new() { ["code"] = code })["status"]);

    // 😀 is one character for Jupyter and two for C#.
    [Theory]
    [InlineData("Math.Sq", 5, 7, "Sqrt")]
    [InlineData("var face = \"😀😀\"; face.Subst", 22, 27, "Substring")]
    public void Completions_and_their_place_are_counted_in_characters(string code, int start, int end, string found)
    {
        var answer = kernel.Client.Ask("complete", new() { ["code"] = code, ["cursor_pos"] = end });
        Assert.Contains(found, answer["matches"]!.AsArray().Select(m => (string?)m));
        Assert.Equal((start, end), ((int)answer["cursor_start"]!, (int)answer["cursor_end"]!));
    }

    [Fact]
    public void Completion_knows_what_earlier_cells_declared()
    {
        var client = kernel.Client;
        client.Run("var remarkable = new List<int>();");
        var answer = client.Ask("complete", new() { ["code"] = "remark", ["cursor_pos"] = 6 });
        Assert.Contains("remarkable", answer["matches"]!.AsArray().Select(m => (string?)m));
    }

    [Fact]
    public void Inspection_shows_the_signature_and_the_documentation_of_a_library()
    {
        var client = kernel.Client;
        var plain = client.Ask("inspect", new() { ["code"] = "Math.Sqrt(2)", ["cursor_pos"] = 7 });
        Assert.True((bool)plain["found"]!);
        Assert.Contains("Sqrt(double", (string?)plain["data"]!["text/plain"]);
        Assert.False((bool)client.Ask("inspect", new() { ["code"] = "   ", ["cursor_pos"] = 1 })["found"]!);
        Torch.SkipUnlessBuilt();
        client.Run($"#r \"{Torch.Library}\"");
        var code = "PolyViT.Rng.At";
        var own = client.Ask("inspect", new() { ["code"] = code, ["cursor_pos"] = code.Length });
        Assert.Contains("seed", (string?)own["data"]!["text/plain"]);
        Assert.Contains("Rng", (string?)own["data"]!["text/plain"]);
    }

    [Fact]
    public void History_has_the_cells_that_were_run()
    {
        var client = kernel.Client;
        client.Run("\"in history\"");
        client.Run("\"last\"");
        Assert.Equal(["\"in history\"", "\"last\""], Codes("tail", new() { ["n"] = 2 }));
        Assert.Equal(["\"in history\""], Codes("search", new() { ["pattern"] = "*in hist*", ["n"] = 1 }));
        var number = (int)client.Run("3").Reply["execution_count"]!;
        Assert.Equal(["3"], Codes("range", new() { ["session"] = 0, ["start"] = number, ["stop"] = number + 1 }));

        string?[] Codes(string type, JsonObject arguments)
        {
            arguments["hist_access_type"] = type;
            return [.. client.Ask("history", arguments)["history"]!.AsArray().Select(h => (string?)h![2])];
        }
    }

    [Fact]
    public void A_comm_is_closed_and_there_are_none()
    {
        var client = kernel.Client;
        var opened = client.Do("raw", new()
        {
            ["type"] = "comm_open",
            ["content"] = new JsonObject { ["comm_id"] = "c", ["target_name"] = "t", ["data"] = new JsonObject() },
        });
        Assert.Contains("comm_close", opened["messages"]!.AsArray().Select(m => (string?)m!["type"]));
        Assert.Equal("{}", client.Ask("comm_info")["comms"]!.ToJsonString());
    }

    [Fact]
    public void A_cell_asks_the_user_and_says_so_where_nobody_can_answer()
    {
        var client = kernel.Client;
        var asked = client.Run(
            "Console.Write(\"Name: \"); Console.ReadLine() + Console.ReadLine()",
            new() { ["answers"] = new JsonArray("Ada ", "Lovelace") });
        Assert.Equal("Ada Lovelace", asked.Result);
        Assert.Equal(2, asked.Answer["prompts"]!.AsArray().Count);
        var alone = client.Run("Console.ReadLine()", new() { ["allow_stdin"] = false });
        var (type, content) = Assert.Single(alone.Output);
        Assert.Equal("error", type);
        Assert.Contains("put the value into the cell", (string?)content["evalue"]);
    }

    [Fact]
    public void A_message_with_another_key_and_garbage_are_ignored()
    {
        var client = kernel.Client;
        client.Run("var forged = false;");
        Assert.False((bool)client.Do("forged", new() { ["code"] = "forged = true;" })["answered"]!);
        Assert.Equal("False", client.Run("forged").Result, ignoreCase: true);
    }
}
