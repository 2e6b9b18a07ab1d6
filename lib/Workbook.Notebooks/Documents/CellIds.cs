using System.Security.Cryptography;
using System.Text;

namespace Workbook.Notebooks.Documents;

internal static class CellIds
{
    /// <summary>Gives ids to those that have none.</summary>
    public static void Complete(IReadOnlyList<NotebookCell> all, IEnumerable<NotebookCell> wanting)
    {
        var taken = all.Select(cell => cell.Id).OfType<string>().ToHashSet();
        foreach (var cell in wanting)
            cell.Id ??= Free($"{cell.Kind}\n{cell.Source}", taken);
    }

    private static string Free(string content, HashSet<string> taken)
    {
        for (var number = 0; ; number++)
        {
            var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\n{number}")))[..8];
            if (taken.Add(id))
                return id;
        }
    }
}
