using System.Text;
using System.Text.Json.Nodes;
using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

public sealed class NotebookFileTests : IDisposable
{
    private readonly ScriptFolder folder = new();

    // As Jupyter itself writes: sorted, indented by one, 1e-05 and U+2028 as Python spells them.
    private const string Jupyters = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "a-b_1",
           "metadata": {},
           "source": [
            "# Größe 😀 \"quoted\" \\ \t é\u001b[0m \u007f \n",
            "<b>&amp;</b>"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "c",
           "metadata": {
            "unknown": [
             1.0,
             1e-05,
             12345678901234567890,
             {},
             []
            ]
           },
           "outputs": [],
           "source": []
          }
         ],
         "metadata": {},
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_jupyter_wrote_is_written_back_to_the_byte()
    {
        var text = Jupyters.Replace("\r\n", "\n").Replace("\\u007f", "\u007f");
        folder.With("a.ipynb", text);
        var notebook = folder.Notebook("a.ipynb");
        NotebookFile.Write(notebook, notebook.Path);
        Assert.Equal(text, File.ReadAllText(notebook.Path));
    }

    [Fact]
    public void Cells_of_older_formats_get_ids_that_stay_the_same()
    {
        folder.With("a.ipynb", TestNotebook.Of("1", "1", "2"));
        folder.With("b.ipynb", TestNotebook.Of("1", "1", "2"));
        var ids = new[] { "a.ipynb", "b.ipynb" }.Select(name =>
        {
            NotebookFile.Write(folder.Notebook(name), Path.Combine(folder.Path, name));
            var notebook = folder.Notebook(name);
            Assert.Equal(5, (int)notebook.Root["nbformat_minor"]!);
            return notebook.Code.Select(c => (string)c["id"]!).ToArray();
        }).ToArray();
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(3, ids[0].Distinct().Count());
        Assert.Equal(["cell_type", "execution_count", "id", "metadata", "outputs", "source"],
            folder.Notebook("a.ipynb").Code.First().Select(e => e.Key));
    }

    [Theory]
    [InlineData("{\"cells\": [}", "is not a notebook: it is not JSON (line 1, byte 12).")]
    [InlineData("", "is not a notebook: it is not JSON (line 1, byte 1).")]
    [InlineData("[]", "is not a notebook: its JSON is not an object.")]
    [InlineData("{\"cells\": []}", "is not a notebook: it has no number 'nbformat'.")]
    [InlineData("{\"nbformat\": 4}", "is not a notebook: it has no list 'cells'.")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "format 3, and this tool reads format 4: convert it")]
    [InlineData("{\"nbformat\": 5, \"cells\": []}", "format 5, which is newer than this tool")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": 3}]}", "its cell 1 has no")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"raw\", \"source\": \"\\ud800\"}]}", "not Unicode")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4, \"cells\": []}", "is not JSON")]
    public void What_is_no_notebook_is_refused_in_one_sentence(string content, string sentence)
    {
        folder.With("x.ipynb", content);
        var (notebook, trouble) = NotebookFile.Read(Path.Combine(folder.Path, "x.ipynb"));
        Assert.Null(notebook);
        Assert.StartsWith($"'{Path.Combine(folder.Path, "x.ipynb")}' ", trouble);
        Assert.Contains(sentence, trouble);
        Assert.DoesNotContain('\n', trouble!);
    }

    [Theory]
    [InlineData("kernelspec", "language", "C#", true)]
    [InlineData("kernelspec", "name", ".net-csharp-polyvit", true)]
    [InlineData("language_info", "name", "polyglot-notebook", true)]
    [InlineData("other", "name", "python", true)]
    [InlineData("kernelspec", "language", "F#", false)]
    [InlineData("kernelspec", "name", "python3", false)]
    [InlineData("language_info", "name", "julia", false)]
    public void Only_notebooks_of_csharp_are_read(string part, string name, string language, bool isOurs)
    {
        var root = TestNotebook.Of("1");
        root["metadata"] = new JsonObject { [part] = new JsonObject { [name] = language } };
        folder.With("x.ipynb", root);
        var trouble = NotebookFile.Read(Path.Combine(folder.Path, "x.ipynb")).Trouble;
        Assert.Equal(isOurs, trouble is null);
        if (!isOurs)
            Assert.EndsWith($"is a notebook of the language '{language}', and this tool runs C#.", trouble);
    }

    [Fact]
    public void A_cell_of_another_language_is_named()
    {
        var cell = TestNotebook.Code("let x = 1");
        cell["metadata"] = new JsonObject
        {
            ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "fsharp" },
        };
        folder.With("x.ipynb", TestNotebook.Of(TestNotebook.Code("1"), cell));
        Assert.EndsWith("has a cell of the language 'fsharp' (number 2), and this tool runs C# only.",
            NotebookFile.Read(Path.Combine(folder.Path, "x.ipynb")).Trouble);
    }

    [Fact]
    public void A_link_stays_a_link_and_permissions_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links and permissions are those of Unix.");
        if (OperatingSystem.IsWindows())
            return;
        folder.With("real.ipynb", TestNotebook.Of("1"));
        var (real, link) = (Path.Combine(folder.Path, "real.ipynb"), Path.Combine(folder.Path, "link.ipynb"));
        File.CreateSymbolicLink(link, real);
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var notebook = folder.Notebook("link.ipynb");
        NotebookFile.Write(notebook, notebook.Path);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(5, (int)folder.Notebook("real.ipynb").Root["nbformat_minor"]!);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void A_notebook_that_cannot_be_written_leaves_the_old_one()
    {
        folder.With("a.ipynb", TestNotebook.Of("1"));
        var notebook = folder.Notebook("a.ipynb");
        var before = File.ReadAllBytes(notebook.Path);
        Directory.CreateDirectory($"{notebook.Path}.{Environment.ProcessId}.tmp");
        Assert.ThrowsAny<Exception>(() => NotebookFile.Write(notebook, notebook.Path));
        Assert.Equal(before, File.ReadAllBytes(notebook.Path));
    }

    [Fact]
    public void A_byte_order_mark_is_no_trouble()
    {
        File.WriteAllText(Path.Combine(folder.Path, "a.ipynb"), TestNotebook.Of("1").ToJsonString(),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Single(folder.Notebook("a.ipynb").Cells);
    }
}
