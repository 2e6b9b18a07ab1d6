using System.Buffers.Binary;
using System.Diagnostics;

namespace Workbook.Cli.Tests;

/// <summary>Folders for other machines, made on this one: each has DuckDB's library for its platform, and no other's.</summary>
public sealed class PublishedFolderTests(PublishedFolderTests.BuildFolder build) : IClassFixture<PublishedFolderTests.BuildFolder>
{
    [Theory]
    [InlineData("win-x64", "duckdb.dll", "Workbook.Cli.exe")]
    [InlineData("linux-arm64", "libduckdb.so", "Workbook.Cli")]
    [InlineData("osx-arm64", "libduckdb.dylib", "Workbook.Cli")]
    public void A_published_folder_has_its_platforms_native_library_alone(string platform, string library, string program)
    {
        var folder = build.Publish(platform);
        var native = Directory.EnumerateFiles(folder, "*duckdb.*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is "duckdb.dll" or "libduckdb.so" or "libduckdb.dylib")
            .Select(file => Path.GetRelativePath(folder, file));
        Assert.Equal([library], native);
        Assert.Equal(platform, PlatformOf(Path.Combine(folder, library)));
        Assert.Equal(platform, PlatformOf(Path.Combine(folder, program)));
    }

    /// <summary>From the first bytes of a native file.</summary>
    private static string PlatformOf(string file)
    {
        var bytes = new byte[4096];
        using (var stream = File.OpenRead(file))
            stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (bytes is [0x7f, (byte)'E', (byte)'L', (byte)'F', ..])
            return BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(18)) switch { 62 => "linux-x64", 183 => "linux-arm64", var other => $"ELF {other}" };
        if (bytes is [(byte)'M', (byte)'Z', ..])
            return BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(60)) + 4)) switch
            {
                0x8664 => "win-x64", 0xaa64 => "win-arm64", var other => $"PE {other:x}",
            };
        const uint Arm64 = 0x0100000c;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) == 0xcafebabe)
            return Enumerable.Range(0, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)))
                .Any(index => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8 + 20 * index)) == Arm64) ? "osx-arm64" : "universal without arm64";
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) == 0xfeedfacf && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)) == Arm64 ? "osx-arm64" : "unknown";
    }

    /// <summary>Built once for all platforms, apart from the clone's own bin and obj.</summary>
    public sealed class BuildFolder : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("workbook-publish-").FullName;

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        public string Publish(string platform)
        {
            var output = Path.Combine(_folder, platform);
            // Not compiled ahead: that takes a minute and changes no native library.
            using var publish = Process.Start(new ProcessStartInfo("dotnet",
                ["publish", "lib/Workbook.Cli", "-c", "Release", "-r", platform, "-o", output, "--artifacts-path", Path.Combine(_folder, "build"), "-p:PublishReadyToRun=false", "-v", "q", "--nologo"])
            {
                WorkingDirectory = CommandLineTests.RepositoryRoot(), RedirectStandardOutput = true, Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
            })!;
            var words = publish.StandardOutput.ReadToEnd();
            publish.WaitForExit();
            Assert.True(publish.ExitCode == 0, words);
            return output;
        }
    }
}
