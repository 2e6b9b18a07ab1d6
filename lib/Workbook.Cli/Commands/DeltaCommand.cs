using System.CommandLine;
using System.Globalization;
using Workbook.Cli.Output;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Query;

namespace Workbook.Cli.Commands;

/// <summary>Reading and looking after one Delta table.</summary>
internal static class DeltaCommand
{
    private const string Uncommitted = "Stopped. Either the whole commit was made or nothing; 'workbook delta history' shows which.";

    public static Command Create(CommandContext context) => new("delta", "Look into a Delta table and look after it.")
    {
        History(context), Read(context), Diff(context), Optimize(context), Vacuum(context), Restore(context),
    };

    private static Command History(CommandContext context)
    {
        var path = TablePath();
        var limit = new Option<int?>("--limit") { Description = "At most so many commits.", Validators = { result => CommonOptions.RequireAtLeast(result, 0) } };
        var command = new Command("history", "List the table's commits, newest first.") { path, limit };
        command.Runs(context, (parsed, _) =>
        {
            var commits = Open(parsed.GetValue(path)!).History(parsed.GetValue(limit));
            context.Terminal.WriteTable(["#Version", "Committed (UTC)", "Operation", "Parameters", "Metrics"],
                commits.Select(commit => new[]
                {
                    $"{commit.Version}", commit.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), commit.Operation,
                    Pairs(commit.Parameters), Pairs(commit.Metrics),
                }));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Read(CommandContext context)
    {
        var path = TablePath();
        var (version, timestamp) = AsOf("Read the table as of this version.", "Read the table as of this instant (UTC unless it has a zone).");
        var (format, limit) = (CommonOptions.Format(), CommonOptions.Limit());
        var command = new Command("read", "Print the table's rows, of now or of an earlier version.") { path, version, timestamp, format, limit };
        RequireOneAtMost(command, version, timestamp);
        command.Runs(context, (parsed, cancellation) =>
        {
            var table = Open(parsed.GetValue(path)!);
            var snapshot = parsed.GetValue(timestamp) is { } instant ? table.SnapshotAt(instant) : table.Snapshot(parsed.GetValue(version));
            Show(context.Terminal, $"FROM {snapshot.ScanSql()}", parsed.GetValue(format), parsed.GetValue(limit), cancellation);
            return ExitCode.Ok;
        }, stopped: "Stopped.");
        return command;
    }

    private static Command Diff(CommandContext context)
    {
        var path = TablePath();
        var from = new Option<long>("--from") { Description = "Changes after this version; -1 for all since the table began.", Required = true };
        var to = new Option<long?>("--to") { Description = "Changes up to and with this version; the newest by default." };
        var keys = CommonOptions.Names("--keys", "Columns that name a row, separated by commas: with them a changed row is shown as such.");
        var (format, limit) = (CommonOptions.Format(), CommonOptions.Limit());
        var command = new Command("diff", "Print the rows that came and went between two versions.") { path, from, to, keys, format, limit };
        command.Runs(context, (parsed, cancellation) =>
        {
            var names = parsed.GetValue(keys) ?? [];
            var changes = Open(parsed.GetValue(path)!).Changes(parsed.GetValue(from), parsed.GetValue(to), names);
            IEnumerable<string> order = ["_commit_version", .. names.Select(Sql.Identifier), "_change_type"];
            Show(context.Terminal, $"SELECT _commit_version, _change_type, * EXCLUDE (_commit_version, _change_type) FROM {changes.Sql} ORDER BY {string.Join(", ", order)}",
                parsed.GetValue(format), parsed.GetValue(limit), cancellation);
            return ExitCode.Ok;
        }, stopped: "Stopped.");
        return command;
    }

    private static Command Optimize(CommandContext context)
    {
        var path = TablePath();
        var target = new Option<int>("--target-mb")
        {
            Description = "Pack smaller files into files of about this size.", DefaultValueFactory = _ => 128,
            Validators = { result => CommonOptions.RequireAtLeast(result, 1) },
        };
        var where = new Option<string?>("--where") { Description = "Only the partitions for which this is true." };
        var command = new Command("optimize", "Pack small files into larger ones; the rows stay as they are.") { path, target, where };
        command.Runs(context, (parsed, _) =>
        {
            using var connection = WorkbookDatabase.Open();
            var write = Open(parsed.GetValue(path)!).Optimize(connection, parsed.GetValue(target) * 1024L * 1024L, parsed.GetValue(where));
            context.Terminal.Out.WriteLine(write.Committed
                ? $"Version {write.Version}: {write.Metrics["numRemovedFiles"]:N0} files of {Summary.Megabytes(write.Metrics["numRemovedBytes"])} MB became {write.Metrics["numAddedFiles"]:N0} of {Summary.Megabytes(write.Metrics["numAddedBytes"])} MB."
                : $"Nothing to do: no partition of version {write.Version} has two files below {parsed.GetValue(target)} MB that fit together.");
            return ExitCode.Ok;
        }, Uncommitted);
        return command;
    }

    private static Command Vacuum(CommandContext context)
    {
        var path = TablePath();
        var retention = new Option<double>("--retention-hours")
        {
            Description = "Keep files that versions of the last so many hours need; below 168 only with --force.", DefaultValueFactory = _ => 168,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only list the files that would go." };
        var force = new Option<bool>("--force") { Description = "Allow a retention below 168 hours. Nobody else may use the table meanwhile." };
        var command = new Command("vacuum", "Delete the files that no recent version needs.") { path, retention, dryRun, force };
        command.Runs(context, (parsed, _) =>
        {
            var dry = parsed.GetValue(dryRun);
            var hours = parsed.GetValue(retention);
            if (!double.IsFinite(hours) || Math.Abs(hours) > 1_000_000)
                throw new WorkbookException($"--retention-hours is {hours}; it must lie between 0 and 1,000,000.");
            var files = Open(parsed.GetValue(path)!).Vacuum(TimeSpan.FromHours(hours), dry, parsed.GetValue(force));
            foreach (var file in files)
                context.Terminal.Out.WriteLine(file);
            context.Terminal.Out.WriteLine($"{files.Count:N0} {(files.Count == 1 ? "file" : "files")} {(dry ? "would be deleted; nothing was (--dry-run)" : "deleted")}.");
            return ExitCode.Ok;
        }, stopped: "Stopped. Only files that no recent version needs are gone; run the same command again for the rest.");
        return command;
    }

    private static Command Restore(CommandContext context)
    {
        var path = TablePath();
        var (version, timestamp) = AsOf("Restore this version.", "Restore the version of this instant (UTC unless it has a zone).");
        var command = new Command("restore", "Commit an older version's rows as the newest version.") { path, version, timestamp };
        RequireOneAtMost(command, version, timestamp);
        command.Validators.Add(result =>
        {
            if (result.GetResult(version) is null && result.GetResult(timestamp) is null)
                result.AddError("Name what to restore, with --version or --timestamp.");
        });
        command.Runs(context, (parsed, _) =>
        {
            var table = Open(parsed.GetValue(path)!);
            var target = parsed.GetValue(timestamp) is { } instant ? table.SnapshotAt(instant).Version : parsed.GetValue(version)!.Value;
            var write = table.Restore(target);
            context.Terminal.Out.WriteLine(write.Committed
                ? $"Version {write.Version} has the rows of version {target}: {write.Metrics["numRestoredFiles"]:N0} files came back, {write.Metrics["numRemovedFiles"]:N0} went."
                : $"Nothing to do: version {write.Version} has the rows of version {target} already.");
            return ExitCode.Ok;
        }, Uncommitted);
        return command;
    }

    private static Argument<string> TablePath() => new("path") { Description = "The table's folder, such as lake/bronze/delta/customers." };

    private static (Option<long?> Version, Option<DateTimeOffset?> Timestamp) AsOf(string version, string timestamp) =>
        (new Option<long?>("--version") { Description = version }, CommonOptions.Timestamp(timestamp));

    private static void RequireOneAtMost(Command command, Option version, Option timestamp) => command.Validators.Add(result =>
    {
        if (result.GetResult(version) is not null && result.GetResult(timestamp) is not null)
            result.AddError("Give --version or --timestamp, not both.");
    });

    private static DeltaTable Open(string path) => DeltaTable.Open(path);

    private static void Show(Terminal terminal, string sql, ResultFormat format, int limit, CancellationToken cancellation)
    {
        using var connection = WorkbookDatabase.Open();
        using var result = QueryResult.Run(connection, sql, format.Style(), cancel: cancellation);
        terminal.WriteResult(result, format, limit);
    }

    private static string Pairs(IReadOnlyDictionary<string, string?> values) =>
        string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}"));
}
