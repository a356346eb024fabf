namespace PolyViT.Notebooks.Tests;

public class LessonTablesTests
{
    private static readonly TaskSpec[] Tasks =
    [
        new() { Name = "a", Modality = Modality.Image, Classes = 4, Steps = 30, Batch = 10 },
        new() { Name = "b", Modality = Modality.Audio, Classes = 2, Steps = 10, Batch = 20 },
    ];

    private static readonly Timeline[] Timelines =
        [.. new MakeSchedule[] { Schedules.Weighted, Schedules.Alternating, Schedules.TaskByTask }
            .Select(make => Timeline.Of(make(Tasks, 1), 2))];

    [Fact]
    public void Schedules_are_compared_by_counts_gaps_and_passes()
    {
        var counts = Tables.Counts(Tasks, Timelines);
        Assert.Equal(["weighted", "alternating", "task-by-task"], counts.ColumnKeys);
        Assert.Equal([30, 10], counts.GetColumn<int>("weighted").Values);
        Assert.Equal([20, 20], counts.GetColumn<int>("alternating").Values);
        Assert.Equal([10, 30], Tables.Gaps(Tasks, Timelines).GetColumn<int>("task-by-task").Values);
        var passes = Tables.Passes(Tasks, Timelines, [600, 300]);
        Assert.Equal([0.5, 0.7], passes.GetColumn<double>("weighted").Values);
    }

    [Fact]
    public void Tokens_of_the_released_sizes()
    {
        var tokens = Tables.Tokens(ModelConfig.Base16, PaperTasks.Specs);
        Assert.Equal(["image", "video", "audio"], tokens.RowKeys);
        Assert.Equal(["577", "1569", "401"], tokens.GetColumn<string>("tokens").Values);
        Assert.Equal(["24 × 24", "8 × 14 × 14", "50 × 8"], tokens.GetColumn<string>("grid").Values);
    }

    [Fact]
    public void Parameters_are_all_there()
    {
        var parameters = Tables.Parameters(ModelConfig.Base16, PaperTasks.Specs);
        Assert.Equal(3 + 1 + 9 + 1, parameters.RowCount);
        Assert.Equal("3,565,824", parameters["parameters", "video tokenizer"]);
        Assert.Equal("85,056,000", parameters["parameters", "shared encoder"]);
        Assert.Equal("92,683,471", parameters["parameters", "all"]);
        Assert.Equal("91.8", parameters["share (%)", "shared encoder"]);
    }

    [Fact]
    public void A_run_stands_beside_guessing()
    {
        var result = Invented.Result(9, 1);
        var table = Tables.Run(result.Plan.Tasks, result.Runs[0]);
        Assert.Equal("0.100", table["guessing", "cifar10"]);
        Assert.Equal("–", table["guessing", "audioset-mini"]);
        Assert.Equal("mAP", table["metric", "audioset-mini"]);
        Assert.Equal("240", table["minibatches", "kinetics-mini"]);
    }
}
