# Which build of the program is called, and its making. WORKBOOK_PROGRAM names another one: that is called as it is.

function Get-ProgramPath {
    if ($env:WORKBOOK_PROGRAM) { return $env:WORKBOOK_PROGRAM }
    Join-Path $script:Root '.workbook/program/Workbook.Cli.dll'
}

function Get-StampPath { Join-Path $script:Root '.workbook/program.built' }

# The path to call. What Install-Workbook built, if it is of the sources as they are now; otherwise it is built first.
function Resolve-Program {
    $program = Get-ProgramPath
    if ($env:WORKBOOK_PROGRAM) {
        if (-not [IO.File]::Exists($program)) { throw "WORKBOOK_PROGRAM names '$program', which doesn't exist. Name a Workbook.Cli.dll, or remove the variable." }
        return $program
    }
    $built = Read-Stamp
    if (-not $built) { Build-Program -Configuration Release -Because 'There is no build of the program yet' }
    elseif ($built.Sources -ne (Get-SourceStamp)) { Build-Program -Configuration $built.Configuration -Because 'The sources have changed since the program was built' }
    $program
}

# The stamp is taken away before a build and written after it: where it is, the build is whole.
function Read-Stamp {
    $file = Get-StampPath
    if (-not [IO.File]::Exists($file)) { return $null }
    $lines = [IO.File]::ReadAllLines($file)
    if ($lines.Count -lt 2) { return $null }
    @{ Sources = $lines[0]; Configuration = $lines[1] }
}

# One text for name, length and time of all that goes into a build: a file that came, went or changed changes it.
function Get-SourceStamp {
    $stamp = New-Object Text.StringBuilder
    $files = { param($folder, $depth)
        foreach ($file in ([IO.DirectoryInfo]$folder).EnumerateFiles('*', $depth)) {
            [void]$stamp.Append($file.FullName).Append('|').Append($file.Length).Append('|').Append($file.LastWriteTimeUtc.Ticks).Append("`n")
        }
    }
    foreach ($name in @('Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'global.json')) {
        $file = [IO.FileInfo](Join-Path $script:Root $name)
        if ($file.Exists) { [void]$stamp.Append($name).Append('|').Append($file.Length).Append('|').Append($file.LastWriteTimeUtc.Ticks).Append("`n") }
    }
    foreach ($project in ([IO.DirectoryInfo](Join-Path $script:Root 'lib')).EnumerateDirectories()) {
        # The models in lib/dbt and lib/acme are read when they are run.
        if ([IO.Directory]::GetFiles($project.FullName, '*.csproj').Count -eq 0) { continue }
        & $files $project.FullName TopDirectoryOnly
        foreach ($folder in $project.EnumerateDirectories()) {
            if ($folder.Name -ne 'bin' -and $folder.Name -ne 'obj') { & $files $folder.FullName AllDirectories }
        }
    }
    # Not in the order in which the disk gives them.
    $lines = $stamp.ToString().Split("`n")
    [Array]::Sort($lines, [StringComparer]::Ordinal)
    $hash = [Security.Cryptography.SHA256]::Create()
    try { [BitConverter]::ToString($hash.ComputeHash([Text.Encoding]::UTF8.GetBytes($lines -join "`n"))) }
    finally { $hash.Dispose() }
}

function Build-Program {
    param([string]$Configuration, [string]$Because, [switch]$Anew)
    Assert-Sdk
    $folder = Join-Path $script:Root '.workbook'
    [void][IO.Directory]::CreateDirectory($folder)
    $lock = Lock-Build (Join-Path $folder 'program.lock')
    try {
        # Taken first: what changes during the build is built next time.
        $sources = Get-SourceStamp
        $built = Read-Stamp
        # Another PowerShell may have built it while this one waited.
        if (-not $Anew -and $built -and $built.Sources -eq $sources) { return }
        Write-Information "$($Because): building it ($Configuration). The first time this takes a minute or two, later builds are shorter." -InformationAction Continue
        [IO.File]::Delete((Get-StampPath))
        $arguments = @('publish', (Join-Path $script:Root 'lib/Workbook.Cli'), '--configuration', $Configuration, '--output', (Join-Path $folder 'program'), '--nologo')
        $ahead = @()
        if ($Configuration -eq 'Release') { $ahead = @('--runtime', (Get-RuntimeIdentifier)) }
        $said = Watch-Command 'Building the workbook' ($arguments + $ahead)
        # The compiler for this machine is a package that a feed may lack.
        if ($LASTEXITCODE -ne 0 -and $ahead -and $said -match 'error (NU1101|NU1102|NU1301|NETSDK1094)') {
            Write-Warning "The program can't be compiled ahead for $($ahead[1]), as NuGet has no compiler for it here. It will start slower."
            $said = Watch-Command 'Building the workbook' $arguments
        }
        if ($LASTEXITCODE -ne 0) { throw (Get-BuildFault $said) }
        [IO.File]::WriteAllLines((Get-StampPath), [string[]]@($sources, $Configuration))
    }
    finally { $lock.Dispose() }
}

# Its errors, or all it said where none looks like one.
function Get-BuildFault([string[]]$Said) {
    $errors = @($Said | Where-Object { $_ -match '(^|: )error ' } | Select-Object -Unique)
    if ($errors.Count -eq 0) { $errors = $Said }
    $more = ''
    if ($errors -match 'MSB3026|MSB3027|being used by another process') { $more = "`nIs a notebook or another command at work with it? Close that, and try again." }
    "The program can't be built:`n$($errors -join "`n")$more"
}

function Lock-Build([string]$Path) {
    $patience = [DateTime]::UtcNow.AddMinutes(15)
    while ($true) {
        try { return New-Object IO.FileStream $Path, 'OpenOrCreate', 'ReadWrite', 'None' }
        catch [IO.IOException] {
            if ([DateTime]::UtcNow -gt $patience) { throw "Another build has held '$Path' for 15 minutes. End it, and try again." }
            Write-Progress -Activity 'Building the workbook' -Status 'Waiting for another build'
            Start-Sleep -Milliseconds 500
        }
    }
}

function Assert-Sdk {
    if (-not (Get-Command dotnet -ErrorAction Ignore)) { throw 'There is no dotnet on the PATH. Install the .NET 10 SDK from https://dotnet.microsoft.com/download, and open a new terminal.' }
}

# This machine, in the words of dotnet: compiled ahead for it, the program starts in a quarter of a second.
function Get-RuntimeIdentifier {
    $system = 'linux'
    if ([Runtime.InteropServices.RuntimeInformation]::IsOSPlatform([Runtime.InteropServices.OSPlatform]::Windows)) { $system = 'win' }
    elseif ([Runtime.InteropServices.RuntimeInformation]::IsOSPlatform([Runtime.InteropServices.OSPlatform]::OSX)) { $system = 'osx' }
    elseif (Test-Path '/lib/ld-musl-*') { $system = 'linux-musl' }
    "$system-$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant())"
}

# Runs dotnet with its last line as progress.
function Watch-Command([string]$Activity, [string[]]$Arguments) {
    $ErrorActionPreference = 'Continue'
    $PSNativeCommandUseErrorActionPreference = $false
    & dotnet @Arguments 2>&1 | ForEach-Object {
        $line = "$_".Trim()
        if ($line) {
            Write-Progress -Activity $Activity -Status $line
            Write-Verbose $line
            $line
        }
    }
    Write-Progress -Activity $Activity -Completed
}
