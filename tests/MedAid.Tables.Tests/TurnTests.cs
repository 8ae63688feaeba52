using System.Text;

namespace MedAid.Tables.Tests;

/// <summary>Files that callers send are read one after another, and whoever waits too long goes away with nothing read.</summary>
public sealed class TurnTests
{
    private static readonly byte[] File = Encoding.UTF8.GetBytes("a,b\n1,2\n");

    [Fact]
    public async Task A_file_waits_until_the_one_before_it_is_read()
    {
        await TableFile.Turn.WaitAsync();
        using var over = new CancellationTokenSource();
        var waiting = TableFile.ReadAsync(File, CancellationToken.None);
        var leaving = TableFile.ReadAsync(File, over.Token);
        Assert.False(waiting.IsCompleted);

        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(waiting.IsCompleted);

        TableFile.Turn.Release();
        Assert.Equal(2, (await waiting).Lines.Count);
        Assert.Equal(Limits.ReadAtOnceMax, TableFile.Turn.CurrentCount);
    }
}
