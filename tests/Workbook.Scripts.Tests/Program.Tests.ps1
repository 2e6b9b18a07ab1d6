# Which build is called, and when one is made: with a program that is built in seconds.
BeforeAll {
    . (Join-Path $PSScriptRoot 'World.ps1')
    $env:WORKBOOK_PROGRAM = $null
    $tiny = New-TinyRepository (Join-Path $TestDrive 'tiny')
    Remove-Module Workbook -ErrorAction Ignore
    $module = Import-Module (Join-Path $tiny 'scripts/Workbook') -PassThru
    function Get-Said([scriptblock]$Do) { (& $Do 6>&1 | Where-Object { $_ -is [Management.Automation.InformationRecord] }) -join "`n" }
}
AfterAll {
    Remove-Module Workbook
    $env:WORKBOOK_PROGRAM = $env:WORKBOOK_TEST_PROGRAM
}

Describe 'The program' {
    It 'is built where there is no build, and that is said' {
        Get-Said { $script:answer = workbook hello 'two words' } | Should -BeLike '*no build of the program yet*'
        $answer | Should -Be 'first hello two words'
        Join-Path $tiny '.workbook/program/Workbook.Cli.dll' | Should -Exist
    }
    It 'is called as it is while its sources are as they were' {
        $time = (Get-Item (Join-Path $tiny '.workbook/program.built')).LastWriteTimeUtc
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-Said { $script:answer = workbook again } | Should -BeNullOrEmpty
        $answer | Should -Be 'first again'
        (Get-Item (Join-Path $tiny '.workbook/program.built')).LastWriteTimeUtc | Should -Be $time
    }
    It 'is built anew when its sources have changed' {
        Set-TinyProgram $tiny 'second'
        Get-Said { $script:answer = workbook again } | Should -BeLike '*sources have changed*'
        $answer | Should -Be 'second again'
    }
    It 'is not called in an old form when the new one cannot be built' {
        Set-TinyProgram $tiny 'third"; broken'
        { workbook again } | Should -Throw '*error CS*'
        Set-TinyProgram $tiny 'fourth'
        workbook again 6>$null | Should -Be 'fourth again'
    }
    It 'notices a file that came and one that went' {
        $stamp = { & $module { Get-SourceStamp } }
        $before = & $stamp
        $more = Join-Path $tiny 'lib/Workbook.Cli/Deeper/More.cs'
        [void](New-Item -Force $more)
        & $stamp | Should -Not -Be $before
        Remove-Item $more
        & $stamp | Should -Be $before
        [void](New-Item -Force (Join-Path $tiny 'lib/Workbook.Cli/obj/more.cs'))
        & $stamp | Should -Be $before
    }
    It 'is named by WORKBOOK_PROGRAM, if that is set' {
        $env:WORKBOOK_PROGRAM = Join-Path $TestDrive 'nowhere.dll'
        try { { Invoke-WorkbookSql 'SELECT 1' -ErrorAction Stop } | Should -Throw "WORKBOOK_PROGRAM names*which doesn't exist*" }
        finally { $env:WORKBOOK_PROGRAM = $null }
    }
    It 'is missed with a word on what to install' {
        $path = $env:PATH
        $env:PATH = ''
        try { { Install-Workbook } | Should -Throw '*no dotnet on the PATH. Install the .NET 10 SDK*' }
        finally { $env:PATH = $path }
    }
}

Describe 'Install-Workbook' {
    It 'builds, installs and checks' {
        $installed = & (Join-Path $tiny 'scripts/Install-Workbook.ps1') 6>$null
        $installed.Kernel | Should -Be 'kernel.json'
        $installed.IsFit | Should -BeTrue
        $installed.Findings[0].Message | Should -Be 'fourth'
        $installed.Program | Should -Exist
    }
    It 'keeps to a Debug build once it is told to' {
        $installed = Install-Workbook -Configuration Debug -SkipKernel 6>$null
        $installed.Kernel | Should -BeNullOrEmpty
        Set-TinyProgram $tiny 'fifth'
        Get-Said { $script:answer = workbook again } | Should -BeLike '*(Debug)*'
        $answer | Should -Be 'fifth again'
    }
    It 'does without the compiler for this machine where there is none' {
        $project = Join-Path $tiny 'lib/Workbook.Cli/Workbook.Cli.csproj'
        $text = Get-Content $project -Raw
        $missing = '<Target Name="Missing" BeforeTargets="BeforeBuild" Condition="''$(RuntimeIdentifier)'' != ''''"><Error Code="NU1101" Text="Unable to find package Crossgen2." /></Target></Project>'
        Set-Content $project $text.Trim().Replace('</Project>', $missing)
        $env:WORKBOOK_PROGRAM = Join-Path $TestDrive 'nowhere.dll'
        try { $installed = Install-Workbook -SkipKernel -WarningVariable warned -WarningAction SilentlyContinue 6>$null }
        finally { $env:WORKBOOK_PROGRAM = $null }
        "$warned" | Should -BeLike "*can't be compiled ahead*"
        $installed.IsFit | Should -BeTrue
        Set-Content $project $text
    }
    It 'does nothing with -WhatIf' {
        Set-TinyProgram $tiny 'sixth'
        Install-Workbook -WhatIf | Should -BeNullOrEmpty
        & $module { (Read-Stamp).Sources -eq (Get-SourceStamp) } | Should -BeFalse
    }
}
