using System.Collections.Concurrent;
using Spectre.Console;

namespace Workbook.Cli.Output;

/// <summary>How far one step of a command is: a source, a model.</summary>
internal sealed record StepProgress(string Step, long Done, long Expected);

/// <summary>Progress for people: a bar for each step on a terminal, a line at most each second elsewhere. Or events, for a program.</summary>
internal static class ProgressView
{
    public static T WithProgress<T>(this Terminal terminal, string unit, Func<IProgress<StepProgress>, T> work, TimeProvider? time = null) =>
        terminal.Events is { } events ? work(new EventSteps(events, unit, time ?? TimeProvider.System))
        : terminal.ErrorIsTerminal ? WithBars(terminal, work)
        : work(new Lines(terminal, unit, time ?? TimeProvider.System));

    private static T WithBars<T>(Terminal terminal, Func<IProgress<StepProgress>, T> work) =>
        terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(new Bars(context)));

    /// <summary>Reports come on any thread; unlike <see cref="Progress{T}"/>, none is late.</summary>
    private sealed class Bars(ProgressContext context) : IProgress<StepProgress>
    {
        private readonly ConcurrentDictionary<string, Lazy<ProgressTask>> _tasks = new();

        public void Report(StepProgress value)
        {
            var task = _tasks.GetOrAdd(value.Step, step => new Lazy<ProgressTask>(() => context.AddTask(Markup.Escape(step)))).Value;
            task.MaxValue = Math.Max(1, Math.Max(value.Expected, value.Done));
            task.Value = Math.Max(task.Value, value.Done);
        }
    }

    /// <summary>Of each step ten events a second at most, and its end.</summary>
    private sealed class EventSteps(EventStream events, string unit, TimeProvider time) : IProgress<StepProgress>
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, long> _last = [];

        public void Report(StepProgress value)
        {
            lock (_gate)
            {
                if (value.Done < value.Expected && _last.TryGetValue(value.Step, out var last) && time.GetElapsedTime(last) < TimeSpan.FromMilliseconds(100))
                    return;
                _last[value.Step] = time.GetTimestamp();
            }
            events.Progress(value, unit);
        }
    }

    private sealed class Lines(Terminal terminal, string unit, TimeProvider time) : IProgress<StepProgress>
    {
        private readonly Lock _gate = new();
        private long _last = time.GetTimestamp();

        public void Report(StepProgress value)
        {
            lock (_gate)
            {
                if (time.GetElapsedTime(_last) < TimeSpan.FromSeconds(1))
                    return;
                _last = time.GetTimestamp();
                terminal.Error.WriteLine($"{value.Step}: {value.Done:N0} of {Math.Max(value.Expected, value.Done):N0} {unit}");
            }
        }
    }
}
