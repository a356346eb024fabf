namespace PolyViT.Tests;

public class CropsTests
{
    [Fact]
    public void An_odd_rest_is_divided_as_each_library_does()
    {
        Assert.Equal(new(1, 2, 4, 4), Crops.Scenic(7, 8, 4)); // 3 / 2 rounds down
        Assert.Equal(new(2, 2, 4, 4), Crops.Torchvision(7, 8, 4)); // 1.5 rounds to 2
        Assert.Equal(new(2, 0, 4, 4), Crops.Torchvision(9, 5, 4)); // 2.5 rounds to 2, 0.5 to 0
        Assert.Equal(new(-1, 1, 8, 8), Crops.Scenic(7, 11, 8)); // zeros are filled in before and after
        Assert.Equal(new(-1, 2, 8, 8), Crops.Torchvision(5, 11, 8)); // (8 - 5) / 2 above, the rest below
    }

    [Fact]
    public void A_fraction_of_the_picture_is_left_as_tensorflow_does()
    {
        Assert.Equal(new(16, 16, 224, 224), Crops.TensorFlow(256, 256));
        Assert.Equal(new(31, 20, 438, 293), Crops.TensorFlow(500, 333)); // (500 - 437.5) / 2 = 31.25; 20.8
        Assert.Equal(new(0, 0, 5, 9), Crops.TensorFlow(5, 9, 1));
    }

    [Fact]
    public void Three_crops_lie_along_the_longer_side()
    {
        Assert.Equal(
            [new(0, 0, 224, 224), new(0, 61, 224, 224), new(0, 121, 224, 224)], // ceil(60.5)
            Crops.ThreeSpatial(224, 345, 224));
        Assert.Equal(
            [new(0, 1, 224, 224), new(77, 1, 224, 224), new(153, 1, 224, 224)], // ceil(0.5) across
            Crops.ThreeSpatial(377, 225, 224));
        Assert.Equal(
            [new(16, 0, 224, 224), new(16, 16, 224, 224), new(16, 32, 224, 224)],
            Crops.ThreeSpatial(256, 256, 224));
    }

    // torchvision 0.14.1 _compute_resized_output_size((333, 500), [256]) and ((500, 333), [224])
    [Fact]
    public void The_longer_side_follows_the_shorter_one()
    {
        Assert.Equal((256, 384), Crops.ShorterSideTorchvision(333, 500, 256));
        Assert.Equal((336, 224), Crops.ShorterSideTorchvision(500, 333, 224));
        Assert.Equal((256, 384), Crops.ShorterSideDmvr(333, 500, 256));
        Assert.Equal((336, 224), Crops.ShorterSideDmvr(500, 333, 224));
        Assert.Equal((256, 385), Crops.ShorterSideBigVision(299, 450, 256)); // 385.28
        Assert.Equal((256, 384), Crops.ShorterSideBigVision(333, 500, 256)); // 384.38
        Assert.Equal((101, 100), Crops.ShorterSideBigVision(333, 331, 100)); // 100.60 goes up
        Assert.Equal((100, 100), Crops.ShorterSideTorchvision(333, 331, 100)); // .. and is cut down
    }

    [Fact]
    public void Cutting_fills_up_with_zeros_beyond_the_picture()
    {
        using var scope = NewDisposeScope();
        var picture = Ops.Range(30).to(float32).reshape(5, 6, 1);
        float[] At(Window window) => picture.Crop(window).data<float>().ToArray();
        Assert.Equal([14, 15, 16, 20, 21, 22], At(new(2, 2, 2, 3)));
        // torchvision center_crop(x, [8, 2]): a row of zeros, five rows, two rows of zeros
        Assert.Equal(
            [0, 0, 2, 3, 8, 9, 14, 15, 20, 21, 26, 27, 0, 0, 0, 0],
            At(Crops.Torchvision(5, 6, 8) with { Left = Crops.Torchvision(5, 6, 2).Left, Width = 2 }));
        Refusal.Names(() => picture.Crop(new(7, 0, 2, 2)), "5 x 6");
    }
}
