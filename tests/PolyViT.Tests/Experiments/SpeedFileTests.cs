namespace PolyViT.Tests;

public class SpeedFileTests
{
    [Fact]
    public void Steps_are_read_with_the_arithmetic_of_a_second()
    {
        using var folder = new TempFolder();
        var file = folder["speed.json"];
        File.WriteAllText(file, """
            {"cases": [{"Name": "laptop", "StepFlops": 2e9, "train": [{"Name": "PolyViT, Float32", "Median": 10}]}]}
            """);
        Assert.Equal(new SpeedRow("laptop", "PolyViT, Float32", 10, 200), Assert.Single(SpeedFile.Read(file)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("cut")]
    public void What_is_no_such_file_is_refused_in_a_sentence(string text)
    {
        using var folder = new TempFolder();
        var file = folder["speed.json"];
        File.WriteAllText(file, text);
        Assert.Contains("write it with", Assert.Throws<InputException>(() => SpeedFile.Read(file)).Message);
        Assert.Throws<InputException>(() => SpeedFile.Read(file + "x"));
    }
}
