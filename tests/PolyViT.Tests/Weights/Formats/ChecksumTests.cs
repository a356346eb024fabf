using System.Text;

namespace PolyViT.Tests;

/// <summary>CRC-32 against its published check value, in one block and in several.</summary>
public class ChecksumTests
{
    [Theory]
    [InlineData("123456789")]
    [InlineData("1", "", "2345", "6789")]
    public void Blocks_sum_to_the_check_value(params string[] blocks)
    {
        var sum = new Checksum();
        foreach (var block in blocks)
            sum.Append(Encoding.ASCII.GetBytes(block));
        Assert.Equal(0xcbf43926, sum.Value);
    }
}
