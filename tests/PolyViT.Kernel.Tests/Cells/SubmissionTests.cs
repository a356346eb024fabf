using PolyViT.Kernel.Cells;

namespace PolyViT.Kernel.Tests.Cells;

public class SubmissionTests
{
    [Theory]
    [InlineData("1 + 1", true)]
    [InlineData("var x = 1;", true)]
    [InlineData("class A\n{\n}", true)]
    [InlineData("#r \"nuget: A, 1.0\"", true)]
    [InlineData("#i \"nuget: feed\"\n1", true)]
    [InlineData("", true)]
    [InlineData("if (x)\n{", false)]
    [InlineData("F(", false)]
    [InlineData("/* a", false)]
    [InlineData("var s = \"\"\"\n    a", false)]
    [InlineData("foreach (var x in xs)", false)]
    public void A_text_with_something_open_is_not_complete(string code, bool complete) =>
        Assert.Equal(complete, Submission.IsComplete(code));
}
