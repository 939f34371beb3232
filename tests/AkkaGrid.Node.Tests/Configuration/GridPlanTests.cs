using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Tests.Configuration;

public sealed class GridPlanTests
{
    [Fact]
    public void Without_configuration_the_plan_is_three_nodes_that_are_each_others_seeds()
    {
        var plan = GridPlan.Read(local: true, NodeConfiguration.Load(local: true, [], _ => null));

        Assert.Equal(["node1", "node2", "node3"], plan.Nodes.Select(node => node.Options.Name));
        Assert.Equal(
            ["http://127.0.0.1:5000", "http://127.0.0.1:8000", "http://127.0.0.1:8080"], plan.Nodes[0].Urls);
        Assert.Equal(["http://127.0.0.1:5001"], plan.Nodes[1].Urls);
        Assert.Equal(["http://127.0.0.1:5002"], plan.Nodes[2].Urls);
        Assert.Equal(
            [("substation_1", 80m, 8), ("substation_2", 120m, 10), ("substation_3", 100m, 12)],
            plan.Nodes.SelectMany(node => node.Options.Substations)
                .Select(station =>
                    (station.Id, station.MaxCapacity!.Value, (int)station.ChargeProcessingTime.TotalSeconds)));
        Assert.All(plan.Nodes, node =>
        {
            Assert.Equal(plan.Nodes.Select(other => other.Options.Address), node.Options.Seeds);
            Assert.Equal(Path.GetFullPath(Path.Combine("data", "local", node.Options.Name)), node.Options.DataPath);
            Assert.True(node.Options.Lab);
        });
    }

    [Fact]
    public void One_node_answers_at_loopback_unless_it_is_told_otherwise()
    {
        Assert.Equal(["http://127.0.0.1:8000"], Assert.Single(Plan().Nodes).Urls);
        Assert.False(Plan().Nodes[0].Options.Lab);
    }

    [Fact]
    public void Every_error_is_told_at_once()
    {
        var error = Assert.Throws<StartException>(() => Plan(
            "Name=../up",
            "Nmae=x",
            "Charging:Deadline=0.1",
            "Charging:Policy=best",
            "KeyValue:MaxValueBytes=0",
            "SeedNodes:0=somewhere",
            "Substations:0:MaxCapacity=-5",
            "Metrics:Port=70000",
            "Remoting:Hostname=0.0.0.0"));

        Assert.Equal(10, error.Reasons.Count);
        Assert.Contains("AkkaGrid:Charging:Deadline is 0.1; it must be from 1 to 600 seconds.", error.Reasons);
        Assert.Contains(
            "AkkaGrid:Charging:Policy is 'best'; there are best-fit, least-loaded, worst-fit.", error.Reasons);
        Assert.Contains("AkkaGrid:Substations:0:Id is missing.", error.Reasons);
        Assert.Contains(
            error.Reasons, reason => reason.StartsWith("AkkaGrid:Name is '../up'", StringComparison.Ordinal));
        Assert.Contains(
            error.Reasons, reason => reason.StartsWith("AkkaGrid:Remoting:PublicHostname", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SeedNodes=akka.tcp://AkkaGrid@h:1,akka.tcp://AkkaGrid@h:1", "more than once")]
    [InlineData("Substations:0:Id=a", "AkkaGrid:Substations:0:MaxCapacity is missing")]
    [InlineData(
        "Substations:0:MaxCapacity=0", "AkkaGrid:Substations:0:MaxCapacity is 0; it must be from 0.1 to 1000000 kW.")]
    [InlineData("SeedNodes=akka.tcp://Other@h:1", "expected akka.tcp://AkkaGrid@host:port")]
    [InlineData(
        "PublicUrl=grid.example",
        "AkkaGrid:PublicUrl is 'grid.example'; expected http://host:port or https://host:port, without a path.")]
    [InlineData("PublicUrl=javascript:alert(1)", "AkkaGrid:PublicUrl is")]
    [InlineData("PublicUrl=https://grid.example/node1", "AkkaGrid:PublicUrl is")]
    [InlineData("Local:Ports=1,2", "the local grid has 3 nodes")]
    [InlineData("Local:Ports=1,2,8000", "AkkaGrid:Local has port 8000 more than once")]
    public void What_does_not_fit_together_is_refused(string setting, string error) =>
        Assert.Contains(error, Assert.Throws<StartException>(() => Plan(setting)).Message);

    [Theory]
    [InlineData("Name=a")]
    [InlineData("PublicUrl=http://127.0.0.1:5000")]
    public void The_local_grid_refuses_what_only_a_single_node_has(string setting) => Assert.Contains(
        $"AkkaGrid:{setting.Split('=')[0]} is for a single node",
        Assert.Throws<StartException>(() => GridPlan.Read(local: true, ConfigurationOf.Settings(setting))).Message);

    [Fact]
    public void A_public_url_may_be_of_either_scheme_and_end_with_a_slash()
    {
        Assert.Equal(
            "https://grid.example:8443", Plan("PublicUrl=https://grid.example:8443").Nodes[0].Options.PublicUrl);
        Assert.Equal("http://127.0.0.1:5001/", Plan("PublicUrl=http://127.0.0.1:5001/").Nodes[0].Options.PublicUrl);
    }

    private static GridPlan Plan(params string[] settings) =>
        GridPlan.Read(local: false, ConfigurationOf.Settings(settings));
}
