namespace Workbook.Generation;

/// <summary>A file that appears under its name only once it is whole: until then it is <c>name.tmp</c>.</summary>
public sealed class CompleteFile : IDisposable
{
    private readonly string _path;

    /// <param name="path">The name that it will have. Its folder is made if need be; what stands at <c>name.tmp</c> is overwritten.</param>
    public CompleteFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        Stream = new FileStream(TemporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    /// <summary>Without a buffer of its own: write large pieces.</summary>
    public FileStream Stream { get; }

    /// <summary>For writers that open the file by name: dispose <see cref="Stream"/> first.</summary>
    public string TemporaryPath => _path + ".tmp";

    /// <summary>Closes the file and gives it its name, in the place of a former one.</summary>
    public void Complete()
    {
        Stream.Dispose();
        File.Move(TemporaryPath, _path, overwrite: true);
    }

    /// <summary>Deletes the file, unless <see cref="Complete"/> gave it its name.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(TemporaryPath);
    }
}
