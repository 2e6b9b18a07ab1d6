namespace Workbook.Generation;

/// <summary>A file that appears under its name only once it is whole: until then it is <c>name.tmp</c>.</summary>
public sealed class CompleteFile : IDisposable
{
    private readonly string _path;

    public CompleteFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        Stream = new FileStream(TemporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public FileStream Stream { get; }

    /// <summary>For writers that open the file by name: dispose <see cref="Stream"/> first.</summary>
    public string TemporaryPath => _path + ".tmp";

    public void Complete()
    {
        Stream.Dispose();
        File.Move(TemporaryPath, _path, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(TemporaryPath);
    }
}
