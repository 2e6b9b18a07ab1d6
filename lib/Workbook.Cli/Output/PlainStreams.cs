using Microsoft.Win32.SafeHandles;

namespace Workbook.Cli.Output;

/// <summary>
/// Standard output and error past <see cref="Console"/>. On Unix its streams take the lock of Console.Out for each write;
/// a cell that prints holds that lock, and would wait forever for a thread that sends what the cell has printed so far.
/// </summary>
internal static class PlainStreams
{
    public static Stream Output() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : Unix(1);

    public static Stream Error() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : Unix(2);

    private static FileStream Unix(int descriptor) => new(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
