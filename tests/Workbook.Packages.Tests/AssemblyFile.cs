using System.IO.Compression;
using System.Reflection.PortableExecutable;

namespace Workbook.Packages.Tests;

/// <summary>An assembly as it lies in a package.</summary>
internal sealed record AssemblyFile(byte[] Content, Guid SymbolId, bool IsReproducible)
{
    public static AssemblyFile Read(ZipArchive package, string name)
    {
        using var file = new MemoryStream();
        using (var stream = package.GetEntry(name)!.Open())
            stream.CopyTo(file);
        file.Position = 0;
        using var assembly = new PEReader(file, PEStreamOptions.LeaveOpen);
        var entries = assembly.ReadDebugDirectory();
        var symbols = entries.First(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        return new AssemblyFile(file.ToArray(), assembly.ReadCodeViewDebugDirectoryData(symbols).Guid, entries.Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible));
    }
}
