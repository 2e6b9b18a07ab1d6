using System.Text.Json;
using Workbook.Delta.Data;

namespace Workbook.Delta.Operations;

/// <summary>What every write does around its rows: skip what is done, evolve the schema, commit or clean up.</summary>
internal static class WriteCommit
{
    /// <summary>Commits, or takes the new files back when that fails.</summary>
    public static DeltaWrite Run(
        DeltaTransaction transaction, IEnumerable<AddFile> files, string operation, IReadOnlyDictionary<string, string?> parameters, IReadOnlyDictionary<string, long> metrics)
    {
        try
        {
            return new(transaction.Commit(operation, parameters, metrics), true, metrics);
        }
        catch (WorkbookException)
        {
            DataFileWriter.Discard(transaction.Snapshot.TablePath, files);
            throw;
        }
    }

    public static bool IsDone(DeltaSnapshot snapshot, AppTransaction? transaction) =>
        transaction is not null && snapshot.Transactions.TryGetValue(transaction.AppId, out var version) && version >= transaction.Version;

    public static void StageSchema(DeltaTransaction transaction, DeltaSchema schema)
    {
        if (!schema.Equals(transaction.Snapshot.Schema))
            transaction.SetMetadata(transaction.Snapshot.Metadata with { SchemaString = schema.ToJson() });
    }

    public static Dictionary<string, string?> Parameters(params (string Name, string? Json)[] parameters) =>
        parameters.Where(parameter => parameter.Json is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.Json);

    public static string Json(IEnumerable<string> values) => JsonSerializer.Serialize(values);
}
