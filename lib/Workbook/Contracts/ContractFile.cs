using Workbook.Contracts.Files;

namespace Workbook.Contracts;

/// <summary>
/// Contracts as YAML files in the Open Data Contract Standard 3: one schema and one local server a file. What the standard
/// has no word for stands below <c>customProperties</c>.
/// </summary>
public static class ContractFile
{
    /// <exception cref="WorkbookException">There is no such file, or it is no contract that can be kept to: every fault with file and line.</exception>
    public static SourceContract Read(string path) => File.Exists(path)
        ? Parse(File.ReadAllText(path), path)
        : throw new WorkbookException($"There is no contract '{path}'. Name a YAML file of the Open Data Contract Standard.");

    /// <summary>The contracts of a folder, by the names of their files.</summary>
    /// <exception cref="WorkbookException">There is no such folder, none is in it, or one of them is at fault.</exception>
    public static IReadOnlyList<SourceContract> ReadFolder(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yml").Concat(Directory.EnumerateFiles(folder, "*.yaml")).Order(StringComparer.Ordinal).ToList() : [];
        return files.Count > 0 ? [.. files.Select(Read)] : throw new WorkbookException($"There is no contract (*.yml) in '{folder}'. Name a folder that has some.");
    }

    /// <param name="file">As faults shall name it.</param>
    /// <exception cref="WorkbookException">It is no contract that can be kept to: every fault with its line.</exception>
    public static SourceContract Parse(string yaml, string file = "contract.yml") => ContractReader.Read(yaml, file);

    /// <summary>What a contract says and bronze doesn't check, a phrase each: keys, references, checks of other tools. Empty where it checks all.</summary>
    public static IReadOnlyList<string> NotChecked(SourceContract contract) => [.. UncheckedPromises.Of(contract)];

    /// <summary>Rules that DuckDB can't run over the contract's columns, a sentence each: SQL and patterns are only read when rows come. Empty where all can be kept to.</summary>
    public static IReadOnlyList<string> Faults(SourceContract contract) => RuleTrial.Faults(contract);

    /// <summary>Text that <see cref="Parse"/> reads as an equal contract.</summary>
    public static string ToYaml(SourceContract contract) => ContractWriter.Write(contract);
}
