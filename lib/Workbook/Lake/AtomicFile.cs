namespace Workbook.Lake;

/// <summary>A text file that is there whole or not at all: its readers never meet half of one.</summary>
public static class AtomicFile
{
    /// <summary>UTF-8 without a mark; folders that are missing are made.</summary>
    /// <exception cref="IOException">The folder can't be written to; what the file said before, it still says.</exception>
    public static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var temporary = $"{file}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }
}
