using System.Globalization;
using Workbook.Delta.Log;

namespace Workbook.Delta;

/// <summary>
/// One commit in the making: stage what it adds and removes, say what it read, then <see cref="Commit"/>. Data files must be
/// complete and in the table's folder before that; until the commit no reader sees them.
/// </summary>
public sealed class DeltaTransaction
{
    private readonly DeltaOptions _options;
    private readonly Action<long> _committed;
    private readonly List<LogAction> _staged = [];
    private ReadScope _scope = ReadScope.Nothing;
    private bool _done;

    internal DeltaTransaction(DeltaSnapshot snapshot, DeltaOptions options, Action<long> committed)
    {
        Snapshot = snapshot;
        _options = options;
        _committed = committed;
        ProtocolSupport.CheckWritable(snapshot.TablePath, snapshot.Protocol, snapshot.Metadata, snapshot.Schema);
    }

    /// <summary>The version that everything staged here is based on.</summary>
    public DeltaSnapshot Snapshot { get; }

    /// <summary>True while nothing is staged; <see cref="Commit"/> would still make a version.</summary>
    public bool IsEmpty => _staged.Count == 0;

    /// <summary>A data file that lies in the table's folder already.</summary>
    /// <exception cref="WorkbookException">Its partition values aren't those of the table's partition columns.</exception>
    public void Add(AddFile file)
    {
        var expected = Snapshot.PartitionColumns;
        if (file.PartitionValues.Count != expected.Count || !expected.All(file.PartitionValues.ContainsKey))
            throw new WorkbookException(
                $"Delta table '{Snapshot.TablePath}' expected partition values for ({string.Join(", ", expected)}) with the file '{file.Path}' "
                + $"but found ({string.Join(", ", file.PartitionValues.Keys)}). Give exactly one value, or null, for each partition column.");
        _staged.Add(new() { Add = file });
    }

    /// <inheritdoc cref="Add(AddFile)"/>
    public void Add(IEnumerable<AddFile> files)
    {
        foreach (var file in files) Add(file);
    }

    /// <param name="dataChange">False when the same commit adds the same rows again elsewhere.</param>
    public void Remove(AddFile file, bool dataChange = true)
    {
        if (dataChange && ProtocolSupport.IsAppendOnly(Snapshot.Metadata))
            throw new WorkbookException(
                $"Delta table '{Snapshot.TablePath}' is append-only (delta.appendOnly = true), so '{file.Path}' can't be removed. Only appends are allowed.");
        _staged.Add(new()
        {
            Remove = new(file.Path, _options.Time.GetUtcNow().ToUnixTimeMilliseconds(), dataChange, file.PartitionValues, file.Size),
        });
    }

    /// <summary>Another schema, partitioning or properties, from this commit on.</summary>
    public void SetMetadata(DeltaMetadata metadata) => _staged.Add(new() { Metadata = metadata });

    /// <summary>
    /// Commits the application's progress with the rows. To make an ingest idempotent, skip it when
    /// <see cref="DeltaSnapshot.Transactions"/> already has this version or a later one.
    /// </summary>
    public void SetTransaction(string appId, long version) =>
        _staged.Add(new() { Transaction = new(appId, version, _options.Time.GetUtcNow().ToUnixTimeMilliseconds()) });

    /// <summary>Says what the staged changes depend on; without it the commit is a blind append.</summary>
    public void Reads(ReadScope readScope) => _scope = readScope;

    /// <summary>
    /// Commits at the next free version. When others were first, their commits are checked by the conflict rules and the
    /// commit moves behind them.
    /// </summary>
    /// <param name="parameters">Shown by <c>History</c>; the protocol wants JSON values as text.</param>
    /// <returns>The version.</returns>
    /// <exception cref="DeltaConcurrencyException">What was read here was changed by others; nothing was committed.</exception>
    public long Commit(string operation, IReadOnlyDictionary<string, string?>? parameters = null, IReadOnlyDictionary<string, long>? metrics = null)
    {
        if (_done) throw new WorkbookException("This Delta transaction is already committed. Start a new one for further changes.");
        foreach (var file in _staged.Select(action => action.Add).OfType<AddFile>().Where(file => !Snapshot.State.Live.ContainsKey(FilePath.Decode(file.Path))))
            CommitFile.Sync(Present(file));

        for (var version = Snapshot.Version + 1; ; version++)
        {
            var now = _options.Time.GetUtcNow();
            if (CommitFile.TryCreate(LogFolder.CommitPath(Snapshot.TablePath, version), Content(operation, parameters, metrics, now), now, _options.NewId()))
            {
                _done = true;
                _committed(version);
                return version;
            }
            var winner = ActionReader.ReadCommit(LogFolder.CommitPath(Snapshot.TablePath, version)).ToList();
            ConflictRules.Check(Snapshot.TablePath, Snapshot.Version, version, winner, _staged, _scope);
        }
    }

    private string Present(AddFile file)
    {
        var path = Snapshot.LocalPath(file);
        return File.Exists(path) ? path : throw new WorkbookException(
            $"Delta table '{Snapshot.TablePath}' can't commit the data file '{file.Path}': it is not on disk. Write or link it there before the commit.");
    }

    private byte[] Content(string operation, IReadOnlyDictionary<string, string?>? parameters, IReadOnlyDictionary<string, long>? metrics, DateTimeOffset now)
    {
        var blind = _scope == ReadScope.Nothing && _staged.All(action => action.Remove is null && action.Metadata is null);
        var info = new CommitInfo(
            now.ToUnixTimeMilliseconds(), operation, parameters ?? new Dictionary<string, string?>(),
            (metrics ?? new Dictionary<string, long>()).ToDictionary(metric => metric.Key, metric => (string?)metric.Value.ToString(CultureInfo.InvariantCulture)),
            Snapshot.Version, blind, _options.EngineInfo);
        return ActionWriter.Write(_staged.Prepend(new() { Info = info }));
    }
}
