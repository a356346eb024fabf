namespace PolyViT.Tests;

/// <summary>
/// Resizing against Pillow 9.4.0 and torch.nn.functional.interpolate of PyTorch 1.13 on the picture
/// <c>i = arange(h w); ((i i 37 + i 11) % 256).reshape(h, w)</c>, and against TensorFlow's formulae by hand.
/// </summary>
public class ResizeTests
{
    private static Tensor Picture(int height, int width)
    {
        var pixels = Enumerable.Range(0, height * width)
            .Select(i => (byte)((((long)i * i * 37) + (i * 11)) % 256));
        return tensor(pixels.ToArray(), [height, width, 1]);
    }

    // Image.fromarray(a).resize((width, height), filter)
    public static TheoryData<ResizeFilter, int, int, byte[]> OfPillow => new()
    {
        { ResizeFilter.Bilinear, 3, 4, [67, 119, 168, 168, 152, 127, 165, 191, 173, 114, 111, 166] },
        {
            ResizeFilter.Bilinear, 5, 3,
            [57, 130, 160, 105, 170, 179, 141, 148, 203, 182, 107, 160, 155, 93, 159]
        },
        { ResizeFilter.Bicubic, 3, 4, [59, 121, 172, 168, 157, 123, 168, 196, 182, 110, 103, 171] },
        {
            ResizeFilter.Bicubic, 5, 3,
            [53, 135, 159, 101, 169, 185, 141, 146, 205, 184, 101, 161, 156, 87, 161]
        },
        {
            ResizeFilter.Bicubic, 7, 8,
            [
                0, 26, 149, 142, 98, 149, 209, 107, 44, 105, 83, 135, 198, 179, 136, 199, 141, 135, 60, 139,
                237,
                200, 130, 246, 244, 64, 136, 154, 130, 186, 248, 170, 188, 187, 152, 100, 87, 150, 220, 138,
                142,
                226, 142, 69, 69, 132, 202, 131, 128, 198, 128, 64, 65, 132, 204, 136,
            ]
        },
    };

    [Theory]
    [MemberData(nameof(OfPillow))]
    public void Pillows_bytes_are_made_bit_for_bit(
        ResizeFilter filter, int height, int width, byte[] expected)
    {
        using var scope = NewDisposeScope();
        var resized = Resize.Pillow(Picture(5, 7), height, width, filter);
        Assert.Equal([height, width, 1], resized.shape);
        Assert.Equal(expected, resized.data<byte>().ToArray());
    }

    // r = asarray(resized).astype(int64).ravel(); r.sum(), (r * (arange(r.size) % 97)).sum()
    [Theory]
    [InlineData(ResizeFilter.Bilinear, 23, 37, 108086, 5082591)]
    [InlineData(ResizeFilter.Bilinear, 224, 299, 8506390, 408178206)]
    [InlineData(ResizeFilter.Bicubic, 23, 37, 108068, 5082076)]
    [InlineData(ResizeFilter.Bicubic, 224, 299, 8501221, 407927577)]
    public void Larger_pictures_have_pillows_check_sums(
        ResizeFilter filter, int height, int width, long sum, long mixed)
    {
        using var scope = NewDisposeScope();
        var pixels = Resize.Pillow(Picture(200, 300), height, width, filter).data<byte>().ToArray();
        Assert.Equal(sum, pixels.Sum(p => (long)p));
        Assert.Equal(mixed, pixels.Select((p, i) => p * (long)(i % 97)).Sum());
    }

    // interpolate(a, size=(3, 9), mode, align_corners=False, antialias) in float64: the first row
    public static TheoryData<ResizeFilter, bool, double[]> OfTorchvision => new()
    {
        {
            ResizeFilter.Bilinear, true,
            [42.0, 75.714286, 99.174603, 119.047619, 159.714286, 172.603175, 165.650794, 163.238095,
             175.428571]
        },
        {
            ResizeFilter.Bilinear, false,
            [32.666667, 66.0, 99.851852, 127.407407, 148.666667, 161.111111, 167.259259, 167.111111,
             162.666667]
        },
        {
            ResizeFilter.Bicubic, true,
            [36.304233, 71.418681, 96.806838, 117.285175, 162.923077, 178.938651, 164.683592, 160.413187,
             178.34975]
        },
        {
            ResizeFilter.Bicubic, false,
            [18.874714, 63.580247, 102.996444, 125.251435, 151.962963, 166.013108, 165.597063, 162.421125,
             164.785703]
        },
    };

    [Theory]
    [MemberData(nameof(OfTorchvision))]
    public void Torchvisions_numbers_are_made(ResizeFilter filter, bool antialias, double[] firstRow)
    {
        using var scope = NewDisposeScope();
        var resized = Resize.Torchvision(Picture(5, 7).to(float64), 3, 9, antialias, filter);
        Close(firstRow, resized[0]);
    }

    [Fact]
    public void Without_antialias_the_library_s_own_interpolation_agrees_in_float32()
    {
        using var scope = NewDisposeScope();
        var x = Rng.At(1, "pixels", 0).Uniform([2, 13, 10, 3]);
        var own = nn.functional.interpolate(
            x.permute(0, 3, 1, 2), [7, 16], mode: InterpolationMode.Bilinear, align_corners: false)
            .permute(0, 2, 3, 1);
        Assert.True(Resize.Torchvision(x, 7, 16, antialias: false).allclose(own, 0, 1e-6));
        Assert.True(Resize.TensorFlow(x, 7, 16).allclose(own, 0, 1e-6));
    }

    [Fact]
    public void TensorFlows_three_ways_by_hand()
    {
        using var scope = NewDisposeScope();
        var row = tensor(new[] { 0.0, 10, 40, 90 }, [1, 4, 1]);
        // 4 to 2: from 0.5 and 2.5; from 0 and 2; from 0 and 3.
        Close([5, 65], Resize.TensorFlow(row, 1, 2));
        Close([0, 40], Resize.TensorFlowLegacy(row, 1, 2));
        Close([0, 90], Resize.TensorFlowAligned(row, 1, 2));
        // 4 to 6: from (i + 1/2) 2/3 - 1/2, cut to 0 .. 3; from 2i/3, cut to 3; from 3i/5.
        Close([0, 5, 15, 35, 65, 90], Resize.TensorFlow(row, 1, 6));
        Close([0, 20.0 / 3, 20, 40, 40 + (50 * 2.0 / 3), 90], Resize.TensorFlowLegacy(row, 1, 6));
        Close([0, 6, 16, 34, 60, 90], Resize.TensorFlowAligned(row, 1, 6));
    }

    [Fact]
    public void The_ways_differ_and_flat_pictures_stay_flat_in_all_of_them()
    {
        using var scope = NewDisposeScope();
        var x = Picture(40, 50);
        var seen = new[]
        {
            Resize.TensorFlow(x.to(float64), 9, 11), Resize.TensorFlowLegacy(x.to(float64), 9, 11),
            Resize.TensorFlowAligned(x.to(float64), 9, 11), Resize.Torchvision(x.to(float64), 9, 11),
            Resize.Pillow(x, 9, 11).to(float64),
        };
        foreach (var (i, j) in Enumerable.Range(0, 4).SelectMany(i => Enumerable.Range(0, i).Select(j => (i, j))))
            Assert.True(seen[i].Subtract(seen[j]).abs().max().item<double>() > 10);
        Assert.True(seen[3].Subtract(seen[4]).abs().max().item<double>() < 1.01); // Pillow rounds it twice
        var flat = full([40, 50, 3], Ops.Scalar(77), ScalarType.Byte);
        var bytes = Resize.Pillow(flat, 9, 60, ResizeFilter.Bicubic);
        Assert.All(bytes.data<byte>().ToArray(), p => Assert.Equal(77, p));
        var numbers = Resize.Torchvision(flat.to(float64), 9, 60, filter: ResizeFilter.Bicubic);
        Assert.True(numbers.Plus(-77).abs().max().item<double>() < 1e-9);
    }

    [Fact]
    public void Pillows_way_takes_bytes_alone() =>
        Refusal.Names(() => Resize.Pillow(zeros(4, 4, 3), 2, 2), "Float32", "uint8");

    private static void Close(double[] expected, Tensor actual) =>
        Assert.All(
            expected.Zip(actual.to(float64).contiguous().data<double>().ToArray()),
            p => Assert.Equal(p.First, p.Second, 1e-6));
}
