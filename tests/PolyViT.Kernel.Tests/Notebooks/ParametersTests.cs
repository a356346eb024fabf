using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

public class ParametersTests
{
    private const string Declared = """
        // What can be set.
        Mode Mode = Mode.Quick; string name = "a"; int steps = 10, seed = 3; long big = 0;
        double rate = 1e-3; float f = 1; bool on = true; int? limit = null; const int Fixed = 1;
        var kind = PolyViT.Kind.One; var count = -1; var ratio = 0.5; var list = new[] { 1 };
        """;

    [Theory]
    [InlineData("Mode=Paper", "Mode = Mode.Paper;")]
    [InlineData("mode=Mode.Paper", "Mode = Mode.Paper;")]
    [InlineData("kind=Two", "kind = PolyViT.Kind.Two;")]
    [InlineData("name=C:\\a \"b\" = ü", "name = \"C:\\\\a \\\"b\\\" = ü\";")]
    [InlineData("name=", "name = \"\";")]
    [InlineData("seed=-4", "seed = -4;")]
    [InlineData("big=9999999999", "big = 9999999999;")]
    [InlineData("rate=3", "rate = 3d;")]
    [InlineData("f=2.5e-1", "f = 2.5e-1f;")]
    [InlineData("on=False", "on = false;")]
    [InlineData("limit=null", "limit = null;")]
    [InlineData("limit=5", "limit = 5;")]
    [InlineData("count=7", "count = 7;")]
    [InlineData("ratio=1", "ratio = 1d;")]
    public void A_value_is_written_as_its_declaration_wants_it(string setting, string code)
    {
        var notebook = New();
        Assert.Null(Parameters.Inject(notebook, [Parameters.Parse(setting)!]));
        var injected = notebook.Cells[2]!.AsObject();
        Assert.Equal($"// Parameters\n{code}", injected.Source());
        Assert.True(injected.HasTag("injected-parameters"));
    }

    [Theory]
    [InlineData("nope=1", "has no parameter 'nope'; it has Mode, name, steps, seed, big, rate, f, on, limit")]
    [InlineData("Fixed=1", "has no parameter 'Fixed'")]
    [InlineData("steps=ten", "'ten' is no value for the parameter 'steps' of 'x.ipynb', which is a int.")]
    [InlineData("steps=1.5", "'1.5' is no value")]
    [InlineData("steps=9999999999", "'9999999999' is no value")]
    [InlineData("rate=NaN", "'NaN' is no value")]
    [InlineData("on=1", "'1' is no value")]
    [InlineData("Mode=1; Console.Beep()", "is no value for the parameter 'Mode'")]
    [InlineData("list=1", "The parameter 'list' of 'x.ipynb' has no type that --set knows")]
    public void What_cannot_be_set_is_refused_and_nothing_is_changed(string setting, string sentence)
    {
        var notebook = New();
        Setting[] settings = [new("steps", "1"), Parameters.Parse(setting)!];
        Assert.Contains(sentence, Parameters.Inject(notebook, settings));
        Assert.Equal(3, notebook.Cells.Count);
    }

    [Fact]
    public void A_second_run_replaces_the_settings_of_the_first()
    {
        var notebook = New();
        Assert.Null(Parameters.Inject(notebook, [new("steps", "1")]));
        Assert.Null(Parameters.Inject(notebook, [new("seed", "2"), new("on", "false")]));
        Assert.Equal(4, notebook.Cells.Count);
        Assert.Equal("// Parameters\nseed = 2;\non = false;", notebook.Cells[2]!.AsObject().Source());
    }

    [Fact]
    public void A_notebook_without_parameters_says_so()
    {
        var notebook = new Notebook("/x.ipynb", TestNotebook.Of("int steps = 1;"), []);
        Assert.Equal("'x.ipynb' has no cell with the tag 'parameters', so there is no 'steps' to set.",
            Parameters.Inject(notebook, [new("steps", "1")]));
    }

    [Theory]
    [InlineData("steps")]
    [InlineData("=1")]
    [InlineData("a b=1")]
    public void A_setting_has_a_name_and_a_value(string text) => Assert.Null(Parameters.Parse(text));

    private static Notebook New() => new("/x.ipynb",
        TestNotebook.Of(
            TestNotebook.Code("1"), TestNotebook.Code(Declared, "parameters"), TestNotebook.Code("2")),
        []);
}
