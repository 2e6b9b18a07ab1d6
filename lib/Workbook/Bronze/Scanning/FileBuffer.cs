using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Workbook.Bronze.Scanning;

/// <summary>
/// A window on one file after another: large reads into one native block, which grows for a record that doesn't fit.
/// Every byte goes through the content hash on its way.
/// </summary>
internal sealed unsafe class FileBuffer : IDisposable
{
    /// <summary>A longer record is no record.</summary>
    public const int LongestRecord = 256 << 20;

    private const int InitialCapacity = 1 << 20;
    private const int LargestKept = 16 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private SafeFileHandle? _file;
    private PackedFile? _packed;
    private string _path = "";
    private int _capacity;

    public byte* Data { get; private set; }

    /// <summary>The first byte that is not consumed yet.</summary>
    public int Start { get; set; }

    public int End { get; private set; }

    /// <summary>Nothing follows in the file after <see cref="End"/>.</summary>
    public bool Last { get; private set; }

    /// <summary>Bytes of text, unpacked.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes that the file takes on disk, once it was read to its end.</summary>
    public long FileBytes => _packed is null ? BytesRead : RandomAccess.GetLength(_file!);

    public ReadOnlySpan<byte> Window => new(Data + Start, End - Start);

    public void Open(string path)
    {
        Close();
        if (Directory.Exists(path))
            throw new RefusedFileException("is a folder where a file was expected. Move it away.");
        try
        {
            _file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            _packed = PackedFile.IsOne(path) ? new PackedFile(path) : null;
            _path = path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedFileException($"can't be opened: {fault.Message} Correct its permissions or its path.");
        }

        Grow(InitialCapacity);
        Fill();
    }

    /// <summary>Takes bytes from memory in place of a file's, after those that are there; for records at hand.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (End + bytes.Length > _capacity)
            Grow(Math.Max(End + bytes.Length, 2 * _capacity));
        bytes.CopyTo(new Span<byte>(Data + End, bytes.Length));
        End += bytes.Length;
        Last = true;
    }

    public void Clear() => Start = End = 0;

    /// <summary>More of the file after the bytes that are left; these move to the front.</summary>
    public void Fill()
    {
        if (Last)
            return;
        var left = End - Start;
        System.Buffer.MemoryCopy(Data + Start, Data, _capacity, left);
        Start = 0;
        End = left;
        if (left == _capacity)
        {
            if (left >= LongestRecord)
                throw new RefusedFileException(
                    Invariant($"has a record of more than {LongestRecord >> 20} MB that begins {BytesRead - left:N0} bytes into the file. Expected lines that end in LF or CRLF; split it or correct its line ends."));
            Grow(2 * _capacity);
        }

        var target = new Span<byte>(Data + End, _capacity - End);
        var read = _packed?.Read(target) ?? RandomAccess.Read(_file!, target, BytesRead);
        _hash.AppendData(new ReadOnlySpan<byte>(Data + End, read));
        BytesRead += read;
        End += read;
        Last = read == 0;
    }

    /// <summary>Reads what is left of the file for its hash alone; null if no file is open.</summary>
    public string? HashAll()
    {
        if (_file is null)
            return null;
        // What identifies a packed file is its own bytes.
        if (_packed is not null)
            return RawFiles.ContentHash(_path);
        while (!Last)
        {
            Start = End;
            Fill();
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Close()
    {
        _file?.Dispose();
        _file = null;
        _packed?.Dispose();
        _packed = null;
        _hash.GetHashAndReset();
        if (_capacity > LargestKept)
            Release();
        Clear();
        BytesRead = 0;
        Last = false;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _packed?.Dispose();
        _hash.Dispose();
        Release();
    }

    private void Release()
    {
        NativeMemory.Free(Data);
        Data = null;
        _capacity = 0;
    }

    private void Grow(int capacity)
    {
        if (capacity <= _capacity)
            return;
        Data = (byte*)NativeMemory.Realloc(Data, (nuint)capacity + RecordBatch.Slack);
        _capacity = capacity;
    }
}
