using System.Collections.Concurrent;
using Workbook.Operations.Orchestration;

namespace Workbook.Operations.Tests.Orchestration;

/// <summary>What holds of every graph, on random ones.</summary>
public sealed class RandomGraphTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Tasks_follow_their_dependencies_isolation_is_exact_and_a_resumed_run_equals_a_whole_one(int seed)
    {
        var random = new Random(seed);
        for (var trial = 0; trial < 15; trial++)
        {
            using var folder = new TempFolder();
            var after = RandomGraph(random);
            var failing = after.Keys.Where(_ => random.Next(5) == 0).ToHashSet();
            var (began, ended) = (new ConcurrentDictionary<string, int>(), new ConcurrentDictionary<string, int>());
            var clock = 0;
            var graph = new TaskGraph("random", [.. after.Select(task => new PipelineTask(task.Key, _ =>
            {
                began[task.Key] = Interlocked.Increment(ref clock);
                if (failing.Contains(task.Key))
                    throw new WorkbookException("broken");
                ended[task.Key] = Interlocked.Increment(ref clock);
                return TaskOutcome.Done;
            }) { After = task.Value })]);

            var run = PipelineRunner.Run(graph, folder.Lake, new PipelineOptions { Parallel = 3 });
            foreach (var (task, before) in after.Where(task => began.ContainsKey(task.Key)))
                Assert.All(before, earlier => Assert.True(ended[earlier] < began[task], $"seed {seed}, trial {trial}: {task} began before {earlier} had ended"));
            var blocked = after.Keys.Where(task => Ancestors(after, task).Any(failing.Contains)).ToHashSet();
            Assert.Equal(after.Keys.Except(blocked).Order(), began.Keys.Order());
            Assert.Equal(blocked.Order(), run.Tasks.Where(task => task.Verdict == TaskVerdict.Blocked).Select(task => task.Task).Order());
            if (run.IsSuccess)
                continue;

            failing.Clear();
            var firstTime = ended.Keys.ToHashSet();
            began.Clear();
            var resumed = PipelineRunner.Run(graph, folder.Lake, new PipelineOptions { Parallel = 3, Resume = true });
            Assert.True(resumed.IsSuccess);
            Assert.Equal(after.Keys.Order(), resumed.Tasks.Select(task => task.Task).Order());
            Assert.Equal(after.Keys.Except(firstTime).Order(), began.Keys.Order());
        }
    }

    /// <summary>Each task may wait for any before it.</summary>
    private static Dictionary<string, string[]> RandomGraph(Random random)
    {
        var names = Enumerable.Range(1, random.Next(1, 14)).Select(number => $"t{number}").ToList();
        var shuffled = names.OrderBy(_ => random.Next()).ToList();
        return names.ToDictionary(name => name, name => shuffled.TakeWhile(other => other != name).Where(_ => random.Next(3) == 0).ToArray());
    }

    private static IEnumerable<string> Ancestors(Dictionary<string, string[]> after, string task) =>
        after[task].SelectMany(before => Ancestors(after, before).Append(before));
}
