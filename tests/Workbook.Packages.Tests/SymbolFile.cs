using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;

namespace Workbook.Packages.Tests;

/// <summary>A portable PDB as it lies in a symbols package.</summary>
/// <param name="SourceLink">Which address has the sources; null where git names none.</param>
internal sealed record SymbolFile(Guid Id, IReadOnlyList<string> Documents, string? SourceLink)
{
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static SymbolFile Read(ZipArchive package, string name)
    {
        using var file = new MemoryStream();
        using (var stream = package.GetEntry(name)!.Open())
            stream.CopyTo(file);
        file.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(file);
        var reader = provider.GetMetadataReader();
        var link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Where(information => reader.GetGuid(information.Kind) == SourceLinkKind)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value))).FirstOrDefault();
        return new SymbolFile(new BlobContentId(reader.DebugMetadataHeader!.Id).Guid,
            [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))], link);
    }
}
