using System.Text;
using Workbook.Delta.Log;

namespace Workbook.Tests.Delta;

public sealed class CommitFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("commit-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Of_many_writers_of_one_version_exactly_one_wins_and_its_content_stands()
    {
        const int Writers = 8;
        for (var round = 0; round < 25; round++)
        {
            var path = Path.Combine(_folder.FullName, $"{round:D20}.json");
            using var start = new Barrier(Writers);
            var won = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                return CommitFile.TryCreate(path, Encoding.UTF8.GetBytes($"writer {writer}"), DateTimeOffset.UnixEpoch, Guid.NewGuid());
            }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Equal($"writer {Array.IndexOf(won, true)}", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
            Assert.Single(won, true);
        }
        Assert.Equal(25, _folder.GetFiles().Length);
    }

    [Fact]
    public void A_commit_that_can_not_be_written_leaves_nothing_behind()
    {
        var path = Path.Combine(_folder.FullName, "missing", "x.json");
        Assert.Throws<DirectoryNotFoundException>(() => CommitFile.TryCreate(path, "x"u8, DateTimeOffset.UnixEpoch, Guid.Empty));
        Assert.Empty(_folder.GetFileSystemInfos());
    }
}
