namespace PolyViT.Tests;

public class CutMixTests
{
    private static Batch Made(int rows, params long[] shape)
    {
        var input = Ops.Range(rows).to(float32).view([rows, .. shape.Select(_ => 1L)]).expand([rows, .. shape]);
        return new(input.contiguous(), eye(rows), ones(rows));
    }

    [Fact]
    public void A_rectangle_comes_from_the_partner_and_targets_follow_its_area()
    {
        using var scope = NewDisposeScope();
        var areas = new HashSet<float>();
        for (var i = 0; i < 40; i++)
        {
            var mixed = CutMix.Apply(Made(4, 10, 12, 3), 1, Rng.At(1, "cutmix", i));
            for (var b = 0; b < 4; b++)
            {
                var cut = mixed.Input[b].eq(tensor(3f - b));
                Assert.True(mixed.Input[b].eq(tensor((float)b)).logical_or(cut).all().item<bool>());
                var kept = 1 - (cut.select(2, 0).sum().item<long>() / 120f);
                Assert.Equal(kept, mixed.Target[b, b].item<float>(), 1e-6f);
                Assert.Equal(1 - kept, mixed.Target[b, 3 - b].item<float>(), 1e-6f);
                var flat = cut.select(2, 0);
                var (rows, columns) = (flat.any(1).sum().item<long>(), flat.any(0).sum().item<long>());
                Assert.Equal(rows * columns, flat.sum().item<long>()); // a rectangle
                areas.Add(kept);
            }
        }
        Assert.True(areas.Count > 10);
    }

    [Theory]
    [InlineData(0.75, 100, 40)]
    [InlineData(0, 8, 8)]
    [InlineData(1, 8, 8)]
    [InlineData(0.36, 1, 30)]
    public void A_box_has_its_share_of_each_side_and_is_cut_at_the_edge(double lambda, int height, int width)
    {
        var share = Math.Sqrt(1 - lambda);
        var (tall, wide) = ((int)(height * share) / 2 * 2, (int)(width * share) / 2 * 2);
        var boxes = Enumerable.Range(0, 500)
            .Select(i => CutMix.Box(height, width, lambda, Rng.At(2, "box", i))).ToArray();
        Assert.All(boxes, box =>
        {
            Assert.InRange(box.Top, 0, height - box.Height);
            Assert.InRange(box.Left, 0, width - box.Width);
            Assert.InRange(box.Height, tall / 2 * (height > 1 ? 1 : 0), tall);
            Assert.InRange(box.Width, wide / 2, wide);
        });
        Assert.Equal(tall, boxes.Max(b => b.Height));
        Assert.Equal(wide, boxes.Max(b => b.Width));
    }

    [Fact]
    public void Frames_share_the_rectangle_and_spectrograms_have_one_of_time_and_frequency()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 10; i++)
        {
            var clips = CutMix.Apply(Made(2, 3, 8, 8, 3), 1, Rng.At(3, "cutmix", i)).Input;
            Assert.True(AugmentTests.Same(clips.select(1, 0), clips.select(1, 2)));
            Assert.Equal([2, 20, 6, 1], CutMix.Apply(Made(2, 20, 6, 1), 1, Rng.At(3, "cutmix", i)).Input.shape);
        }
    }

    [Fact]
    public void Partners_may_be_given()
    {
        using var scope = NewDisposeScope();
        var mixed = Enumerable.Range(0, 9)
            .Select(i => CutMix.Apply(Made(3, 8, 8, 1), 1, Rng.At(4, "cutmix", i), [1, 2, 0]))
            .First(m => m.Target[0, 1].item<float>() > 0);
        Assert.Equal(mixed.Target[0, 1].item<float>(), mixed.Target[1, 2].item<float>());
        Assert.True(mixed.Input[2].eq(zeros(1)).any().item<bool>());
        Assert.Equal(0, mixed.Target[0, 2].item<float>());
        Refusal.Names(() => CutMix.Apply(Made(3, 8, 8, 1), 1, default, [1, 2]), "1, 2");
        Refusal.Names(() => CutMix.Apply(Made(3, 8, 8, 1), 1, default, [1, 2, 3]), "3");
    }

    [Fact]
    public void Rows_that_do_not_count_are_mixed_with_none_by_cutmix_and_mixup()
    {
        using var scope = NewDisposeScope();
        var target = tensor(new float[] { 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0 }, [4, 4]); // multi-hot
        var batch = new Batch(Made(4, 8, 8, 3).Input, target, tensor(new float[] { 1, 1, 1, 0 }));
        var rng = Rng.At(5, "mix", 0);
        var lambda = (float)Mixup.Beta(0.3, rng);
        var (mixup, cutmix) = (Mixup.Apply(batch, 0.3, rng), CutMix.Apply(batch, 1, rng));
        foreach (var (mixed, weight) in new[] { (mixup, lambda), (cutmix, float.NaN) })
        {
            Assert.True(AugmentTests.Same(mixed.Input[3], batch.Input[3]));
            Assert.True(AugmentTests.Same(mixed.Input[1], batch.Input[1])); // the middle one is its own partner
            Assert.True(AugmentTests.Same(mixed.Mask, batch.Mask));
            var own = mixed.Target[0, 0].item<float>();
            if (!float.IsNaN(weight))
                Assert.Equal(weight, own, 1e-6f);
            float[] expected = [own, 1, 1 - own, 1 - own];
            Assert.All(
                expected.Zip(mixed.Target[0].data<float>().ToArray()),
                p => Assert.Equal(p.First, p.Second, 1e-6f));
        }
    }

    [Fact]
    public void Zero_is_off_and_a_split_may_be_mixed()
    {
        using var scope = NewDisposeScope();
        var batch = Made(2, 8, 8, 1);
        Assert.Same(batch, CutMix.Apply(batch, 0, default));
        Assert.Throws<InputException>(() => CutMix.Apply(batch, -1, default));
        var split = new Split(2, (_, _) => Made(2, 8, 8, 1)).With((b, rng) => CutMix.Apply(b, 1, rng));
        var (once, again) = (split.Fetch([0, 1], Rng.At(6, "x", 0)), split.Fetch([0, 1], Rng.At(6, "x", 0)));
        Assert.True(AugmentTests.Same(once.Input, again.Input));
        Assert.True(AugmentTests.Same(once.Target, again.Target));
    }

    [Fact]
    public void Three_tensors_are_left_in_the_scope()
    {
        var batch = Made(4, 8, 8, 3);
        using var scope = NewDisposeScope();
        _ = CutMix.Apply(batch, 1, Rng.At(7, "x", 0));
        Assert.Equal(3, scope.DisposablesCount);
        _ = Mixup.Apply(batch, 1, Rng.At(7, "x", 0));
        Assert.Equal(6, scope.DisposablesCount);
    }
}
