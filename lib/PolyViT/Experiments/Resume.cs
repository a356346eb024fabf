using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolyViT;

/// <summary>Which runs of earlier results need not be made again.</summary>
public static class Resume
{
    // A clip norm may be infinite.
    private static readonly JsonSerializerOptions Json =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>
    /// The finished runs that a plan would repeat exactly: same arm, tasks, optimiser, evaluation, device,
    /// source and seed. More seeds, or more settings, than before are no obstacle.
    /// </summary>
    /// <param name="earlier">Earlier results, complete or not.</param>
    /// <param name="plan">What is to be run now.</param>
    /// <param name="arms">What is to be trained now.</param>
    /// <exception cref="InputException">A finished run that is not part of what is to be run now: it would be
    /// lost.</exception>
    public static ImmutableArray<RunResult> Finished(
        ComparisonResult earlier, Plan plan, ImmutableArray<Arm> arms)
    {
        var wanted = arms.Select(a => Key(plan, a)).ToHashSet(StringComparer.Ordinal);
        var before = earlier.Arms.IsEmpty ? CompareSchedules.Settings(earlier.Plan) : earlier.Arms;
        var runs = earlier.Runs.Where(r => r.Done >= r.Updates)
            .Select(r => r.Setting.Length > 0 ? r : r with { Setting = r.Schedule }).ToImmutableArray();
        foreach (var run in runs)
        {
            var arm = before.FirstOrDefault(a => a.Made(run));
            if (arm is null || !plan.Seeds.Contains(run.Seed) || !wanted.Contains(Key(earlier.Plan, arm)))
                throw new InputException(
                    $"The earlier results have a run of '{run.Setting}', seed {run.Seed}, that is not part "
                    + "of what is asked for now: ask for the same, or for more of it, or use another folder.");
        }
        return runs;
    }

    // Everything that a run follows from, besides its seed.
    private static string Key(Plan plan, Arm arm) => JsonSerializer.Serialize(new
    {
        arm.Setting,
        arm.Schedule,
        arm.Model,
        Plan = plan with { Tasks = arm.Of(plan), Seeds = [], Schedules = [], Model = arm.Model },
    }, Json);
}
