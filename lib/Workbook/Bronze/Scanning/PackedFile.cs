using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Workbook.Bronze.Scanning;

/// <summary>
/// A file whose name ends in <c>.gz</c>, unpacked as it is read. .NET's own stream takes a file that was cut for a shorter one;
/// this one checks lengths and checksums.
/// </summary>
internal sealed class PackedFile : IDisposable
{
    private readonly GZipInputStream _unpacked;

    public PackedFile(string path) => _unpacked = new GZipInputStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16));

    public static bool IsOne(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <returns>0 at the end.</returns>
    /// <exception cref="RefusedFileException">It is no gzip file, or not a whole one.</exception>
    public int Read(Span<byte> target)
    {
        try
        {
            return _unpacked.Read(target);
        }
        catch (Exception fault) when (fault is SharpZipBaseException or EndOfStreamException)
        {
            throw new RefusedFileException($"is no whole gzip file: {fault.Message}. Deliver it again.");
        }
    }

    public void Dispose() => _unpacked.Dispose();
}
