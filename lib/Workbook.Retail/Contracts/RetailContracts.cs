using Workbook.Contracts;

namespace Workbook.Retail;

/// <summary>The contracts as this folder's YAML files say them; they come along inside the assembly.</summary>
internal static class RetailContracts
{
    public static SourceContract Read(string source)
    {
        using var yaml = typeof(RetailContracts).Assembly.GetManifestResourceStream($"Contracts/{source}.yml")!;
        using var text = new StreamReader(yaml);
        return ContractFile.Parse(text.ReadToEnd(), $"{source}.yml");
    }
}
