using AkkaGrid.KeyValue.Storage;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Tests.Configuration;

public sealed class OptionsReaderTests
{
    private readonly List<string> _errors = [];

    [Fact]
    public void Every_key_of_the_documented_table_is_read()
    {
        var options = Read(
            "Name=a",
            "SeedNodes:0=akka.tcp://AkkaGrid@h:1",
            "SeedNodes:1=akka.tcp://AkkaGrid@h:2",
            "Remoting:Hostname=0.0.0.0",
            "Remoting:PublicHostname=h",
            "Remoting:Port=1",
            "DataDirectory=d",
            "KeyValue:Durability=os",
            "KeyValue:MaxValueBytes=2",
            "KeyValue:ContextWait=3",
            "KeyValue:LogRetention=4",
            "Substations:0:Id=s",
            "Substations:0:MaxCapacity=5.5",
            "Substations:0:ChargeProcessingTime=6",
            "BalancerCandidate=false",
            "Charging:Policy=worst-fit",
            "Charging:Deadline=7",
            "Charging:KeepEnded=8",
            "Charging:OneSessionPerVehicle=true",
            "Metrics:Host=*",
            "Metrics:Port=9",
            "Lab=true",
            "Local:Ports=1,2,3",
            "Local:EdgePorts=4",
            "Local:RemotingPorts:0=5",
            "Local:RemotingPorts:1=6");

        Assert.Empty(_errors);
        Assert.Equal("a", options.Name);
        Assert.Equal(["akka.tcp://AkkaGrid@h:1", "akka.tcp://AkkaGrid@h:2"], options.SeedNodes);
        Assert.Equal(
            ("0.0.0.0", "h", 1), (options.Remoting.Hostname, options.Remoting.PublicHostname, options.Remoting.Port));
        Assert.Equal("akka.tcp://AkkaGrid@h:1", options.Address.Value);
        Assert.Equal("d", options.DataDirectory);
        Assert.Equal(Durability.Os, options.KeyValue.Durability);
        Assert.Equal(2, options.KeyValue.MaxValueBytes);
        Assert.Equal(TimeSpan.FromSeconds(3), options.KeyValue.ContextWait);
        Assert.Equal(TimeSpan.FromSeconds(4), options.KeyValue.LogRetention);
        var substation = Assert.Single(options.Substations);
        Assert.Equal(
            ("s", 5.5m, TimeSpan.FromSeconds(6)),
            (substation.Id, substation.MaxCapacity!.Value, substation.ChargeProcessingTime));
        Assert.False(options.BalancerCandidate);
        Assert.Equal("worst-fit", options.Charging.Policy);
        Assert.Equal(TimeSpan.FromSeconds(7), options.Charging.Deadline);
        Assert.Equal(TimeSpan.FromSeconds(8), options.Charging.KeepEnded);
        Assert.True(options.Charging.OneSessionPerVehicle);
        Assert.Equal(("*", 9), (options.Metrics.Host, options.Metrics.Port));
        Assert.True(options.Lab);
        Assert.Equal([1, 2, 3], options.Local.Ports);
        Assert.Equal([4], options.Local.EdgePorts);
        Assert.Equal([5, 6], options.Local.RemotingPorts);
    }

    [Fact]
    public void What_is_not_configured_has_the_documented_default()
    {
        var options = Read();

        Assert.Equal(Environment.MachineName, options.Name);
        Assert.Equal([options.Address], options.Seeds);
        Assert.Equal("akka.tcp://AkkaGrid@127.0.0.1:4053", options.Address.Value);
        Assert.Equal(Path.GetFullPath(Path.Combine("data", options.Name)), options.DataPath);
        Assert.Equal(Durability.Fsync, options.KeyValue.Durability);
        Assert.Equal(1_048_576, options.KeyValue.MaxValueBytes);
        Assert.Equal(TimeSpan.FromSeconds(2), options.KeyValue.ContextWait);
        Assert.Equal(TimeSpan.FromHours(1), options.KeyValue.LogRetention);
        Assert.Empty(options.Substations);
        Assert.True(options.BalancerCandidate);
        Assert.Equal(TimeSpan.FromSeconds(15), options.Charging.Deadline);
        Assert.False(options.Charging.OneSessionPerVehicle);
        Assert.Equal(TimeSpan.FromHours(24), options.Charging.KeepEnded);
        Assert.Equal(("127.0.0.1", 9464), (options.Metrics.Host, options.Metrics.Port));
        Assert.False(options.Lab);
        Assert.Equal([5000, 5001, 5002], options.Local.Ports);
        Assert.Equal([8000, 8080], options.Local.EdgePorts);
        Assert.Equal([0, 0, 0], options.Local.RemotingPorts);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("0.5", 0.5)]
    [InlineData("00:01:30", 90)]
    [InlineData("24:00:00", 86400)]
    [InlineData("00:00:00.25", 0.25)]
    public void A_duration_is_plain_seconds_or_hours_minutes_and_seconds(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read($"Charging:Deadline={text}").Charging.Deadline);

    [Theory]
    [InlineData("Charging:Deadline=soon", "AkkaGrid:Charging:Deadline is 'soon'; expected a duration")]
    [InlineData("Charging:Deadline=1:30", "expected a duration")]
    [InlineData("Charging:Deadline=-1", "expected a duration")]
    [InlineData("Remoting:Port=http", "AkkaGrid:Remoting:Port is 'http'; expected a whole number.")]
    [InlineData("Lab=yes", "AkkaGrid:Lab is 'yes'; expected true or false.")]
    [InlineData("KeyValue:Durability=always", "AkkaGrid:KeyValue:Durability is 'always'; expected fsync or os.")]
    [InlineData("KeyValue:Durability=1", "expected fsync or os.")]
    [InlineData("Substations:0:MaxCapacity=NaN", "AkkaGrid:Substations:0:MaxCapacity is 'NaN'; expected a number")]
    [InlineData("Local:Ports=1,x", "AkkaGrid:Local:Ports is 'x'; expected a whole number.")]
    [InlineData("Nmae=a", "AkkaGrid:Nmae is not known; AkkaGrid has Name, SeedNodes")]
    [InlineData(
        "Charging:Dedline=1",
        "AkkaGrid:Charging:Dedline is not known; AkkaGrid:Charging has Policy, Deadline, KeepEnded, "
            + "OneSessionPerVehicle.")]
    [InlineData(
        "Substations:Id=a", "AkkaGrid:Substations:Id is not known; the keys below AkkaGrid:Substations are numbers")]
    [InlineData("Charging=fast", "AkkaGrid:Charging is a group of settings")]
    [InlineData("Name:First=a", "AkkaGrid:Name is one value")]
    [InlineData("Address=a", "AkkaGrid:Address is not known")]
    public void What_cannot_be_read_is_named_with_its_key(string setting, string error)
    {
        Read(setting);

        Assert.Contains(error, string.Join("\n", _errors));
    }

    [Fact]
    public void An_empty_value_leaves_the_default_and_an_empty_list_is_empty()
    {
        var options = Read("Remoting:Port=", "Name=", "Local:EdgePorts=");

        Assert.Empty(_errors);
        Assert.Equal((4053, Environment.MachineName), (options.Remoting.Port, options.Name));
        Assert.Empty(options.Local.EdgePorts);
    }

    private NodeOptions Read(params string[] settings) => OptionsReader.Read<NodeOptions>(
        ConfigurationOf.Settings(settings).GetSection(NodeOptions.Section), _errors);
}
