using System.Text.RegularExpressions;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Processes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Core;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>
/// The example for Kubernetes: that its API takes it, that nodes start with what it sets, and that its objects find
/// each other.
/// </summary>
public sealed partial class KubernetesManifestTests
{
    private const string App = "app";

    private static readonly V1StatefulSet Nodes = KubernetesManifests.Single<V1StatefulSet>();

    private static readonly V1Container Node = Assert.Single(Nodes.Spec.Template.Spec.Containers);

    private static readonly V1CronJob Backup = KubernetesManifests.Single<V1CronJob>();

    private static readonly V1PodSpec BackupPod = Backup.Spec.JobTemplate.Spec.Template.Spec;

    private static readonly string[] Pods =
        [.. Enumerable.Range(0, Nodes.Spec.Replicas!.Value).Select(index => $"{Nodes.Metadata.Name}-{index}")];

    public static TheoryData<string> Files => [.. KubernetesManifests.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_object_is_one_that_the_API_of_Kubernetes_knows(string file) =>
        Assert.NotEmpty(KubernetesManifests.Read(file));

    [Theory]
    [InlineData("serviceName: akkagrid-cluster", "servicename: akkagrid-cluster")]
    [InlineData("replicas: 3", "replicas: three")]
    public void A_member_that_it_does_not_know_and_a_value_of_another_type_are_errors(string good, string bad)
    {
        var text = File.ReadAllText(Path.Combine(KubernetesManifests.Folder, "akkagrid.yaml"));
        Assert.Contains(good, text, StringComparison.Ordinal);

        Assert.ThrowsAny<YamlException>(() =>
            KubernetesManifests.Parse(text.Replace(good, bad, StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task Each_object_has_what_the_schema_of_Kubernetes_requires()
    {
        Skip.If(Tool.Find("npm") is null, "There is no npm on the PATH; Debian has it in the package npm.");
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(
            Path.Combine(Repository.Root, "tests", "AkkaGrid.Scenarios", "Operations", "KubernetesSchema")))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        var installed = await Tool.RunAsync("npm", folder.Path, "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        Skip.If(installed.ExitCode != 0, $"npm cannot install kubernetes-models here: {installed.Output}");

        var json = KubernetesJson.Serialize(KubernetesManifests.Files.SelectMany(KubernetesManifests.Read).ToList());
        Assert.Equal((0, ""), await CheckAsync(json));

        // The check is itself checked: a set without a selector.
        var (exitCode, output) = await CheckAsync(
            json.Replace("\"selector\":{\"matchLabels\"", "\"other\":{\"matchLabels\"", StringComparison.Ordinal));
        Assert.Equal(1, exitCode);
        Assert.Contains("must have required property selector", output, StringComparison.Ordinal);

        async Task<(int ExitCode, string Output)> CheckAsync(string objects)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "objects.json"), objects);
            return await Tool.RunAsync("node", folder.Path, "check.js", "objects.json");
        }
    }

    [Fact]
    public void The_pods_are_nodes_that_know_each_other_by_the_names_that_their_service_gives_them()
    {
        var nodes = Pods.Select(Plan).ToList();

        Assert.Equal(Pods, nodes.Select(node => node.Options.Name));
        Assert.Equal(Pods, nodes.Select(node => node.Options.Remoting.ReachedAt.Split('.')[0]));
        Assert.All(nodes, node => Assert.Equal(Nodes.Spec.ServiceName, node.Options.Remoting.ReachedAt.Split('.')[1]));
        Assert.All(nodes, node => Assert.Equal(nodes.Select(other => other.Options.Address), node.Options.Seeds));
        Assert.Equal(Pods.Length, nodes.Select(node => Assert.Single(node.Options.Substations).Id).Distinct().Count());
        Assert.All(nodes, node => Assert.False(node.Options.Lab));
    }

    [Fact]
    public void A_node_listens_at_the_ports_of_its_container_and_writes_to_its_volumes()
    {
        var node = Plan(Pods[0]);

        Assert.Equal(
            [
                ("http", new Uri(node.Urls[0].Replace("*", "any", StringComparison.Ordinal)).Port),
                ("metrics", node.Options.Metrics.Port),
                ("remoting", node.Options.Remoting.Port)
            ],
            Node.Ports.Select(port => (port.Name, port.ContainerPort)).OrderBy(port => port.Name));
        Assert.Equal([node.Options.DataPath, "/tmp"], Node.VolumeMounts.Select(mount => mount.MountPath));
        Assert.True(Node.SecurityContext.ReadOnlyRootFilesystem);
        Assert.Equal(
            Node.VolumeMounts.Select(mount => mount.Name).Order(),
            Nodes.Spec.VolumeClaimTemplates.Select(claim => claim.Metadata.Name)
                .Concat(Nodes.Spec.Template.Spec.Volumes.Select(volume => volume.Name)).Order());
    }

    [Fact]
    public void Clients_may_call_a_node_by_the_name_of_their_service()
    {
        var service = KubernetesManifests.Single<V1Service>("akkagrid");

        Assert.Contains(service.Metadata.Name, Plan(Pods[0]).Options.Security.AllowedHosts);
        Assert.All(
            service.Spec.Ports,
            port => Assert.Contains(port.TargetPort.ToString(), Node.Ports.Select(listened => listened.Name)));
    }

    [Fact]
    public void A_node_can_be_found_before_it_is_ready_because_nodes_become_ready_together()
    {
        var names = KubernetesManifests.Single<V1Service>(Nodes.Spec.ServiceName);

        Assert.Equal("None", names.Spec.ClusterIP);
        Assert.True(names.Spec.PublishNotReadyAddresses);
        Assert.Equal("Parallel", Nodes.Spec.PodManagementPolicy);
    }

    [Fact]
    public void What_selects_nodes_selects_the_pods_of_the_set_and_no_others()
    {
        var app = Nodes.Spec.Template.Metadata.Labels[App];
        var selectors = new[]
        {
            KubernetesManifests.Single<V1Service>("akkagrid").Spec.Selector,
            KubernetesManifests.Single<V1Service>("akkagrid-cluster").Spec.Selector,
            Nodes.Spec.Selector.MatchLabels,
            KubernetesManifests.Single<V1PodDisruptionBudget>().Spec.Selector.MatchLabels,
            KubernetesManifests.Single<V1NetworkPolicy>().Spec.PodSelector.MatchLabels,
            Assert.Single(Nodes.Spec.Template.Spec.TopologySpreadConstraints).LabelSelector.MatchLabels,
        };

        Assert.All(
            selectors, selector => Assert.Equal([(App, app)], selector.Select(label => (label.Key, label.Value))));
        Assert.NotEqual(app, Backup.Spec.JobTemplate.Spec.Template.Metadata.Labels[App]);
    }

    [Fact]
    public void The_image_is_that_of_the_compose_file_with_a_memory_limit_that_is_reserved()
    {
        Assert.Equal(ComposeFile.Services["node1"]["image"], Node.Image);
        Assert.Equal(Node.Resources.Requests["memory"].ToString(), Node.Resources.Limits["memory"].ToString());
    }

    [Fact]
    public void The_backup_job_runs_the_script_beside_the_node_whose_disk_it_reads()
    {
        var claims = BackupPod.Volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName)
            .OfType<string>().ToList();
        var beside = Assert.Single(BackupPod.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution)
            .LabelSelector.MatchLabels;
        var container = Assert.Single(BackupPod.Containers);

        Assert.Equal(
            [
                $"{Nodes.Spec.VolumeClaimTemplates[0].Metadata.Name}-{Pods[0]}",
                KubernetesManifests.Single<V1PersistentVolumeClaim>().Metadata.Name
            ],
            claims);
        Assert.Equal(Pods[0], beside["statefulset.kubernetes.io/pod-name"]);
        Assert.Equal(
            $"http://{Pods[0]}.{Nodes.Spec.ServiceName}:8080",
            Assert.Single(container.Env, setting => setting.Name == "AKKAGRID_NODE").Value);
        Assert.Equal(Nodes.Spec.Template.Spec.SecurityContext.RunAsUser, BackupPod.SecurityContext.RunAsUser);
        Assert.Equal("/scripts/backup", container.Command[1]);
        Assert.All(container.Command.Skip(1).Take(3), path => Assert.Contains(
            container.VolumeMounts, mount => path.StartsWith(mount.MountPath, StringComparison.Ordinal)));
    }

    /// <summary>A pod as a node reads its settings: those of the image, then those of the container.</summary>
    private static NodeSetup Plan(string pod)
    {
        var settings = ImageSetting().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docker", "Dockerfile")))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        foreach (var variable in Node.Env)
            settings[variable.Name] = variable.ValueFrom is { FieldRef.FieldPath: "metadata.name" }
                ? pod
                : Reference().Replace(variable.Value, match => settings[match.Groups["name"].Value]);
        return Assert.Single(
            GridPlan.Read(local: false, new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting =>
                KeyValuePair.Create(Key(setting.Key), (string?)setting.Value))).Build()).Nodes);
    }

    private static string Key(string variable) =>
        variable == "ASPNETCORE_URLS"
            ? NodeConfiguration.UrlsKey
            : variable.Replace("__", ":", StringComparison.Ordinal);

    [GeneratedRegex(@"^(ENV| ) +(?<name>AkkaGrid__\w+|ASPNETCORE_URLS)=(?<value>[^ \\\n]+)", RegexOptions.Multiline)]
    private static partial Regex ImageSetting();

    [GeneratedRegex(@"\$\((?<name>\w+)\)")]
    private static partial Regex Reference();
}
