namespace AkkaGrid.Cli.Tests.Commands;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Each_shell_is_told_to_ask_for_the_words_that_fit(string shell)
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("completion", shell));
        Assert.Contains("[suggest:", cli.Out);
    }

    [Theory]
    [InlineData("akkagrid clu", "cluster")]
    [InlineData("akkagrid cluster ", "show status leader leave join down down-unreachable tail")]
    [InlineData("akkagrid cluster leave --ti", "--timeout")]
    [InlineData("akkagrid charge EV_1 7 --priority ", "low normal high")]
    [InlineData("akkagrid completion ", "bash zsh fish pwsh")]
    public async Task The_words_that_fit_are_suggested(string line, string words)
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Success, await cli.RunAsync($"[suggest:{line.Length}]", line));
        Assert.Empty(words.Split(' ').Except(cli.Out.Split(Environment.NewLine)));
    }

    [Fact]
    public async Task Another_shell_is_wrong_usage() =>
        Assert.Equal(ExitCodes.Usage, await new Cli().RunAsync("completion", "tcsh"));
}
