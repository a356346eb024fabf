namespace PolyViT.Tests;

public class AugmentSpectrogramTests
{
    [Fact]
    public void Frequency_masks_are_whole_bands_of_zeros_and_leave_the_rest()
    {
        using var scope = NewDisposeScope();
        var x = ones(500, 12, 20, 1);
        var changed = Augment.SpecAugment(new(1, 8, 0, 0))(x, Rng.At(1, "mask", 0)).squeeze(3);
        Assert.True(AugmentTests.Same(changed, changed[.., ..1].expand_as(changed))); // every frame alike
        var widths = changed.select(1, 0).eq(zeros(1)).sum([1L]).data<long>().ToArray();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], widths.Distinct().Order());
        AssertRuns(changed.select(1, 0));
        var hidden = changed.select(1, 0).eq(zeros(1)).sum([0L]).data<long>().ToArray();
        Assert.All(hidden, n => Assert.InRange(n, 1, 250)); // any bin may be hidden, none always is
    }

    [Fact]
    public void Time_masks_are_whole_stretches_of_zeros()
    {
        using var scope = NewDisposeScope();
        var x = ones(300, 12, 20, 1);
        var changed = Augment.SpecAugment(new(0, 0, 1, 5))(x, Rng.At(2, "mask", 0)).squeeze(3);
        Assert.True(AugmentTests.Same(changed, changed[.., .., ..1].expand_as(changed)));
        var lengths = changed.select(2, 0).eq(zeros(1)).sum([1L]).data<long>().ToArray();
        Assert.Equal([0, 1, 2, 3, 4], lengths.Distinct().Order());
        AssertRuns(changed.select(2, 0));
    }

    [Fact]
    public void Several_masks_hide_more_and_what_they_leave_is_unchanged()
    {
        using var scope = NewDisposeScope();
        var x = randn([40, 30, 20, 1], float32).abs().Plus(1);
        var changed = Augment.SpecAugment(new(2, 10, 3, 10))(x, Rng.At(3, "mask", 0));
        var masked = changed.eq(zeros(1));
        Assert.True(AugmentTests.Same(where(masked, x, changed), x));
        Assert.InRange(masked.to(float32).mean().item<float>(), 0.4, 0.75);
    }

    [Fact]
    public void A_mask_wider_than_the_spectrogram_is_held_to_it()
    {
        using var scope = NewDisposeScope();
        var changed = Augment.SpecAugment(new(1, 999, 1, 999))(ones(50, 6, 4, 1), Rng.At(4, "mask", 0));
        Assert.Equal([50, 6, 4, 1], changed.shape);
    }

    [Fact]
    public void The_released_masks_hide_frequency_alone_and_shrink_with_the_spectrogram()
    {
        using var scope = NewDisposeScope();
        var x = ones(400, 96, 64, 1);
        var released = Augment.Paper(Modality.Audio, InputShapes.Laptop)(x, Rng.At(5, "mask", 0)).squeeze(3);
        Assert.True(AugmentTests.Same(released, released[.., ..1].expand_as(released)));
        var hidden = released.select(1, 0).eq(zeros(1)).sum([1L]);
        Assert.Equal(23, hidden.max().item<long>()); // below 48 x 64 / 128
        var meant = Augment.PaperAudioWithTimeMasks(InputShapes.Laptop)(x, Rng.At(5, "mask", 0)).squeeze(3);
        Assert.False(AugmentTests.Same(meant, meant[.., ..1].expand_as(meant)));
    }

    [Fact]
    public void Rolling_in_time_is_cyclic_and_reaches_both_ends()
    {
        using var scope = NewDisposeScope();
        var x = Ops.Range(12).to(float32).view(1, 6, 2, 1).expand(200, 6, 2, 1);
        var changed = Augment.TimeRoll(2)(x, Rng.At(6, "roll", 0));
        var starts = changed[.., 0, 0, 0].data<float>().Select(v => (int)v / 2).ToArray();
        Assert.Equal([0, 1, 2, 4, 5], starts.Distinct().Order());
        for (var b = 0; b < 200; b++)
            Assert.True(AugmentTests.Same(changed[b], x[b].roll(-starts[b], 0)));
        Assert.Equal(x.shape, Augment.TimeRoll(100)(x, default).shape); // further than it is long
    }

    // At most one run of zeros in each row.
    private static void AssertRuns(Tensor rows)
    {
        for (var b = 0; b < rows.size(0); b++)
        {
            var row = rows[b].data<float>().ToArray();
            var starts = row.Where((v, i) => v == 0 && (i == 0 || row[i - 1] != 0));
            Assert.InRange(starts.Count(), 0, 1);
        }
    }
}
