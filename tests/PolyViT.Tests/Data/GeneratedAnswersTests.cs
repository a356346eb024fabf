namespace PolyViT.Tests;

/// <summary>The answer is in the picture: simple methods find it in clean examples.</summary>
public class GeneratedAnswersTests
{
    private const int Size = 32;
    private static readonly int[] Pixels = [.. Enumerable.Range(0, Size * Size)];

    [Fact]
    public void A_figure_is_told_by_which_parts_of_its_box_are_filled() => Answers("shapes", 0.97, x =>
    {
        var inside = Bright(x, Size * Size);
        var filled = Pixels.Where(i => inside[i]).Select(i => (Y: i / Size, X: i % Size)).ToArray();
        var (top, bottom) = (filled.Min(p => p.Y), filled.Max(p => p.Y));
        var (left, right) = (filled.Min(p => p.X), filled.Max(p => p.X));
        double Share(double y0, double y1, double x0, double x1)
        {
            var (height, width) = (bottom - top + 1, right - left + 1);
            var cells = from y in Enumerable.Range(top, height)
                        from c in Enumerable.Range(left, width)
                        let v = (y - top + 0.5) / height
                        let u = (c - left + 0.5) / width
                        where v >= y0 && v < y1 && u >= x0 && u < x1
                        select inside[(y * Size) + c] ? 1.0 : 0;
            return cells.Average();
        }
        var corners = Share(0, 0.15, 0, 0.15) + Share(0, 0.15, 0.85, 1);
        if (Share(0.45, 0.55, 0.45, 0.55) < 0.5)
            return Share(0.45, 0.55, 0, 0.2) < 0.5 ? 5 : 4;
        if (corners > 1)
            return 1;
        return Share(0.85, 1, 0, 0.15) > 0.5 ? 2 : Share(0.1, 0.25, 0.1, 0.3) < 0.3 ? 3 : 0;
    });

    [Fact]
    public void A_colour_is_told_by_the_mean_hue_of_what_is_bright() => Answers("colours", 0.97, x =>
    {
        var inside = Bright(x, Size * Size);
        double Mean(int c) => Pixels.Where(i => inside[i]).Average(i => x[(3 * i) + c]);
        var (r, g, b) = (Mean(0), Mean(1), Mean(2));
        var turns = Math.Atan2(Math.Sqrt(3) * (g - b), (2 * r) - g - b) / (2 * Math.PI);
        return (int)Math.Round((turns + 1) * 8) % 8;
    });

    [Fact]
    public void A_grating_is_told_by_its_strongest_wave() => Answers("textures", 0.97, x =>
    {
        var best = (Power: 0.0, Angle: 0.0, Cycles: 0.0);
        for (var angle = -0.15; angle < Math.PI - 0.15; angle += 0.05)
        {
            for (var cycles = 3.0; cycles < 8.5; cycles += 0.5)
            {
                var power = Power(x, angle, cycles);
                if (power > best.Power)
                    best = (power, angle, cycles);
            }
        }
        return ((int)Math.Round(best.Angle / (Math.PI / 4)) % 4) + (best.Cycles < 5.4 ? 0 : 4);
    });

    [Fact]
    public void A_direction_is_told_by_the_way_of_what_moves() => Answers("motion", 0.85, x =>
    {
        var centres = Moving(x);
        double dx = 0, dy = 0;
        for (var t = 1; t < centres.Length; t++)
        {
            dx += Math.Sin(centres[t].X - centres[t - 1].X);
            dy += Math.Sin(centres[t].Y - centres[t - 1].Y);
        }
        return (int)Math.Round((Math.Atan2(dy, dx) + (2 * Math.PI)) / (Math.PI / 4)) % 8;
    });

    [Fact]
    public void A_change_of_size_is_told_by_the_bright_area() => Answers("growth", 0.8, x =>
    {
        var areas = Enumerable.Range(0, 8)
            .Select(t => (double)Bright(x.AsSpan(t * Size * Size * 3), Size * Size).Count(b => b)).ToArray();
        var ramp = Enumerable.Range(0, 8).Select(t => (t / 3.5) - 1).ToArray();
        var peak = ramp.Select(r => 1 - (2 * Math.Abs(r))).ToArray();
        var (up, over) = (Slope(areas, ramp), Slope(areas, peak));
        return Math.Max(Math.Abs(up), Math.Abs(over)) < 20 ? 4
            : Math.Abs(up) > Math.Abs(over) ? (up > 0 ? 0 : 1) : (over > 0 ? 2 : 3);
    });

    [Fact]
    public void A_contour_is_told_by_the_way_of_the_loudest_bin() => Answers("contour", 0.97, x =>
    {
        var loud = Enumerable.Range(0, 96)
            .Select(t => (T: t, Row: x[(t * 64)..((t + 1) * 64)]))
            .Where(r => r.Row.Max() > x.Max() / 2)
            .Select(r => (Share: (r.T / 48.0) - 1, Bin: (double)Array.IndexOf(r.Row, r.Row.Max()))).ToArray();
        var bins = loud.Select(l => l.Bin).ToArray();
        var up = Slope(bins, [.. loud.Select(l => l.Share)]);
        var over = Slope(bins, [.. loud.Select(l => 1 - (2 * Math.Abs(l.Share)))]);
        return Math.Max(Math.Abs(up), Math.Abs(over)) < 2 ? 4
            : Math.Abs(up) > Math.Abs(over) ? (up > 0 ? 0 : 1) : (over > 0 ? 2 : 3);
    });

    [Fact]
    public void A_rhythm_is_told_by_the_strongest_beat_of_the_loudness() => Answers("rhythm", 0.97, x =>
    {
        var loudness = Enumerable.Range(0, 96).Select(t => x[(t * 64)..((t + 1) * 64)].Sum()).ToArray();
        int[] beats = [2, 3, 4, 6, 8, 12];
        var powers = beats.Select(n =>
        {
            var re = loudness.Select((v, t) => v * Math.Cos(2 * Math.PI * n * t / 96)).Sum();
            var im = loudness.Select((v, t) => v * Math.Sin(2 * Math.PI * n * t / 96)).Sum();
            return (re * re) + (im * im);
        }).ToArray();
        return Array.IndexOf(powers, powers.Max());
    });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void One_frame_of_a_moving_disc_does_not_tell_the_direction(int frame)
    {
        var accuracy = NearestMean("motion", x => x.select(1, frame));
        Assert.InRange(accuracy, 0, 0.125 + (4 * Math.Sqrt(0.125 * 0.875 / 256))); // chance + 4 sd
    }

    [Fact]
    public void The_same_nearest_mean_does_tell_what_one_picture_shows() =>
        Assert.InRange(NearestMean("colours", x => x), 0.4, 1);

    [Theory]
    [InlineData("shapes", "colours")]
    [InlineData("motion", "growth")]
    [InlineData("contour", "rhythm")]
    public void Two_tasks_of_one_modality_look_at_the_same_kind_of_input(string a, string b)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Clean(a, 240).Input, Clean(b, 240).Input);
        Assert.InRange(x.mean().Subtract(y.mean()).item<float>(), -0.05, 0.05);
        Assert.InRange(x.std().Subtract(y.std()).item<float>(), -0.05, 0.05);
    }

    private static void Answers(string name, double least, Func<float[], int> method)
    {
        using var scope = NewDisposeScope();
        var batch = Clean(name, 96);
        var answers = batch.Target.argmax(1).data<long>().ToArray();
        var right = answers.Where((a, b) => method(batch.Input[b].data<float>().ToArray()) == a).Count();
        Assert.InRange(right / (double)answers.Length, least, 1);
    }

    private static Batch Clean(string name, int count) => GeneratedTasks.Make(name, 5, InputShapes.Laptop, 0)
        .Train.Fetch([.. Enumerable.Range(0, count)], default);

    private static double NearestMean(string name, Func<Tensor, Tensor> view)
    {
        using var scope = NewDisposeScope();
        var task = GeneratedTasks.Make(name, 5, InputShapes.Laptop, 0);
        var train = task.Train.Fetch([.. Enumerable.Range(0, 800)], default);
        var test = task.Test.Fetch([.. Enumerable.Range(0, 256)], default);
        var sums = train.Target.t().matmul(view(train.Input).reshape(800, -1));
        var means = sums / train.Target.sum([0L]).unsqueeze(1);
        var guesses = cdist(view(test.Input).reshape(256, -1), means).argmin(1);
        return guesses.eq(test.Target.argmax(1)).to(float32).mean().item<float>();
    }

    private static bool[] Bright(ReadOnlySpan<float> x, int pixels)
    {
        var bright = new bool[pixels];
        for (var i = 0; i < pixels; i++)
            bright[i] = Math.Max(x[3 * i], Math.Max(x[(3 * i) + 1], x[(3 * i) + 2])) > 0.24;
        return bright;
    }

    private static double Power(float[] x, double angle, double cycles)
    {
        var (across, down) = (Math.Cos(angle) * cycles / Size, Math.Sin(angle) * cycles / Size);
        double re = 0, im = 0;
        for (var i = 0; i < Size * Size; i++)
        {
            var turn = 2 * Math.PI * ((across * (i % Size)) + (down * (i / Size)));
            var value = x[3 * i] + x[(3 * i) + 1] + x[(3 * i) + 2];
            re += value * Math.Cos(turn);
            im += value * Math.Sin(turn);
        }
        return (re * re) + (im * im);
    }

    // Where the pixels lie that differ from their median over time, as angles on the torus.
    private static (double X, double Y)[] Moving(float[] x)
    {
        var frame = Size * Size * 3;
        var ground = Enumerable.Range(0, frame)
            .Select(i => Enumerable.Range(0, 8).Select(t => x[(t * frame) + i]).Order().ElementAt(4))
            .ToArray();
        return [.. Enumerable.Range(0, 8).Select(t =>
        {
            var moving = Pixels.Where(i =>
                Enumerable.Range(3 * i, 3).Any(j => Math.Abs(x[(t * frame) + j] - ground[j]) > 0.1))
                .ToArray();
            double Centre(Func<int, double> at) => Math.Atan2(
                moving.Sum(i => Math.Sin(2 * Math.PI * at(i) / Size)),
                moving.Sum(i => Math.Cos(2 * Math.PI * at(i) / Size)));
            return (Centre(i => i % Size), Centre(i => i / Size));
        })];
    }

    private static double Slope(double[] y, double[] x)
    {
        var (my, mx) = (y.Average(), x.Average());
        return y.Zip(x, (b, a) => (b - my) * (a - mx)).Sum() / x.Sum(a => (a - mx) * (a - mx));
    }
}
