namespace PolyViT;

/// <summary>Comparisons that would not be fair, said before anything is trained.</summary>
internal static class ArmsCheck
{
    public static void Require(Plan plan, ImmutableArray<Arm> arms)
    {
        if (plan.Seeds.IsEmpty || arms.IsEmpty)
            throw new InputException("The plan has no seeds or no settings: give at least one of each.");
        if (plan.Seeds.Distinct().Count() < plan.Seeds.Length)
            throw new InputException(
                $"The seeds {string.Join(", ", plan.Seeds)} are not all different: a seed is one run.");
        if (plan.Tasks.FirstOrDefault(t => t.Steps < 1) is { } idle)
            throw new InputException($"The task '{idle.Name}' has {idle.Steps} steps: give it at least 1.");
        foreach (var setting in arms.GroupBy(a => a.Setting))
            Require(plan, setting.Key, [.. setting]);
    }

    private static void Require(Plan plan, string setting, Arm[] arms)
    {
        var trained = arms.SelectMany(a => a.Tasks).ToArray();
        if (trained.FirstOrDefault(name => plan.Tasks.All(t => t.Name != name)) is { } unknown)
            throw new InputException(
                $"'{setting}' trains '{unknown}', which the plan does not have: add the task or "
                + "leave it out.");
        if (plan.Tasks.FirstOrDefault(t => trained.Count(n => n == t.Name) != 1) is { } uneven)
            throw new InputException(
                $"'{setting}' trains '{uneven.Name}' {trained.Count(n => n == uneven.Name)} times: every "
                + "setting trains every task once, so that all spend the same budget.");
        foreach (var arm in arms)
            if (arm.Schedule is { } name)
                _ = Schedules.ByName(name);
    }
}
