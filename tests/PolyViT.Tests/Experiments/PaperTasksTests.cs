namespace PolyViT.Tests;

public class PaperTasksTests
{
    [Fact]
    public void The_model_of_all_nine_has_the_papers_size() =>
        Assert.Equal(92_683_471, ParameterLayout.Count(ModelConfig.Base16, PaperTasks.Specs));

    [Fact]
    public void The_schedule_of_all_nine_has_the_released_length()
    {
        var timeline = Timeline.Of(Schedules.Weighted(PaperTasks.Specs, 1), 9);
        Assert.Equal(417_920, timeline.Minibatches.Length);
        Assert.Equal(PaperTasks.Specs.Select(t => t.Steps), timeline.Counts(9));
    }

    [Theory]
    [InlineData("imagenet", 8.07)]
    [InlineData("cifar100", 104.5)]
    [InlineData("pets", 77.3)]
    [InlineData("resisc45", 67.7)]
    [InlineData("vggsound", 50)]
    [InlineData("audioset", 50)]
    [InlineData("kinetics400", 30)]
    [InlineData("moments", 10)]
    public void Each_set_is_passed_as_often_as_in_the_released_schedule(string name, double passes)
    {
        var (spec, examples) = PaperTasks.All.Single(t => t.Spec.Name == name);
        Assert.Equal(passes, (double)spec.Steps * spec.Batch / examples, passes * 0.002);
    }
}
