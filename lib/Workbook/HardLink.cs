using System.Runtime.InteropServices;

namespace Workbook;

/// <summary>A second name for a file's bytes. Neither name is the original; the bytes go with the last of them.</summary>
public static partial class HardLink
{
    private const int UnixExists = 17, WindowsExists = 183;

    /// <summary>False when the new name is taken, whoever took it: of several that try at once exactly one gets true.</summary>
    /// <exception cref="IOException">Impossible here: another volume, or a file system without hard links. Copy instead.</exception>
    public static bool TryCreate(string existing, string newName)
    {
        if (OperatingSystem.IsWindows() ? CreateHardLink(newName, existing, 0) : Link(existing, newName) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        if (error == (OperatingSystem.IsWindows() ? WindowsExists : UnixExists)) return false;
        throw new IOException($"'{newName}' could not be linked to '{existing}': {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string newName);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string newName, string existing, nint securityAttributes);
}
