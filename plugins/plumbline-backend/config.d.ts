import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import { HumanDuration } from '@backstage/types';

/** Times at which versions should not change, or may. */
interface PromotionTimes {
  name: string;
  /** As answers name them: `production`. Default: all. */
  environments?: string[];
  /** Any marks of the teams whose services are meant. Default: all. */
  teams?: string[];
  /** In which the times below are meant: `Europe/Berlin`. */
  timeZone: string;
  /** `2026-12-18T16:00`, or with an offset. */
  from?: string;
  to?: string;
  /** Every week. */
  weekly?: Array<{
    /** Weekdays and a time: `fri 16:00`, `mon-thu 09:00`. */
    from: string;
    /** A time, with its weekday where that is another one: `16:00`, `mon 08:00`. */
    to: string;
  }>;
}

export interface Config {
  /** What Plumbline reads, and how it decides. Nothing is required. */
  plumbline?: {
    /**
     * Repositories. Each entry has exactly one of `path`, `url` and `github`.
     */
    repositories?: Array<{
      /**
       * A checkout or bare repository on this machine. A relative path starts at the folder that the backend is
       * started in, like the file locations of the catalog.
       */
      path?: string;
      /** Anything that git can fetch: https, ssh or file. */
      url?: string;
      /** Branch; the remote's default branch where it is left out. */
      branch?: string;
      /** Name in answers; otherwise taken from the path or URL. */
      name?: string;
      /** Pages of the repository on its host, for links. */
      webUrl?: string;
      /** All repositories and teams of an organisation. */
      github?: {
        organization: string;
        /** Host of a GitHub integration. Default: github.com. */
        host?: string;
        /** Names to include, `*` stands for anything. Default: all. */
        include?: string | string[];
        /** Names to leave out, `*` stands for anything. */
        exclude?: string | string[];
      };
    }>;

    /** Clusters. Each entry has exactly one of `snapshot`, `push` and `kubernetes`. */
    clusters?: Array<{
      /** The value of the `cluster` label of its alerts. */
      name: string;
      environment?: string;
      /** Other names for it, such as the URL of its API server. */
      aliases?: string[];
      /** Folder with the output of `kubectl get ... -o yaml`. A relative path starts as for repositories. */
      snapshot?: string;
      /** The cluster sends its snapshots itself: see the snapshots module. */
      push?: {
        /** @visibility secret */
        token?: string;
        /** @deepVisibility secret */
        tokens?: string[];
        maxBytes?: number;
        maxObjects?: number;
        minInterval?: HumanDuration | string;
      };
      /** A cluster that is followed as it changes: see @plumbline/plugin-plumbline-backend-module-kubernetes. */
      kubernetes?: object;
    }>;

    /** Argo CD, where Applications of several installations may have one name, or objects carry a label of its own. */
    argocd?: {
      /** What the `argocd-cm` of each installation says, which is not read: it is data of a ConfigMap. */
      installations?: Array<{
        /** The cluster that it runs in, by its name in `clusters`. Default: any; each may have one of this kind. */
        cluster?: string;
        /** The namespace that it runs in. Default: argocd. */
        namespace?: string;
        /** Other namespaces with Applications of it (`application.namespaces`). */
        applicationNamespaces?: string[];
        /** `installationID`. */
        installationId?: string;
        /** `application.instanceLabelKey`: the label that names the Application of an object. */
        instanceLabelKey?: string;
      }>;
    };

    /** For all clusters that are followed: see @plumbline/plugin-plumbline-backend-module-kubernetes. */
    kubernetes?: object;

    /** Teams that no repository or host describes, or to which something has to be added. */
    teams?: Array<{
      /** `payments`, or a Backstage ref: `group:default/payments`. */
      name: string;
      title?: string;
      /** Other marks that mean this team: `@acme/payments`, `team-payments`. */
      aliases?: string[];
      contacts?: Array<{
        type: 'email' | 'chat' | 'oncall' | 'url';
        value: string;
        url?: string;
      }>;
    }>;

    /**
     * Environments in the order of promotion, the last one being the one that matters most. They come before those
     * that are known by themselves (dev, staging, production and the like).
     */
    environments?: Array<{
      name: string;
      /** Other words for it in paths, clusters, branches and values files; `*` stands for any characters. */
      aliases?: string[];
    }>;

    /** How owners are decided. */
    ownership?: {
      /** Sources of claims, the strongest first. A source that is left out does not count. */
      precedence?: Array<
        | 'alert-label'
        | 'object-label'
        | 'pod-template-label'
        | 'controller-label'
        | 'namespace-label'
        | 'engine-object'
        | 'codeowners'
        | 'owners-file'
        | 'path-convention'
        | 'catalog-entity'
        | 'role-binding'
        | 'chart-maintainer'
        | 'repository-default'
      >;
      /** Labels and annotations that name a team, instead of those that are known. */
      labels?: string[];
    };

    /**
     * Where pages are mounted that this app has elsewhere than by default, for links in messages, notifications and texts.
     */
    pages?: {
      /** Default: `/oncall`. */
      oncall?: string;
      /** Default: `/promotion`. */
      promotion?: string;
      /** Default: `/sources`. */
      sources?: string;
      /** Default: `/teams`. */
      teams?: string;
    };

    /** What is made of the catalog that the portal has already. */
    catalog?: {
      /** Whether its entities are claims of ownership. Default: true; with false, what was read is forgotten. */
      read?: boolean;
      /** When it is read. Default: every 5 minutes. */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      /**
       * What the Component of a service is called where neither its source nor its `backstage.io/kubernetes-*` annotations
       * tell, with `{name}` for the name of the service. Default: `{name}`. An empty list: names tell nothing.
       */
      names?: string[];
    };

    /** What is promoted. */
    promotion?: {
      /**
       * Services that are one, or that are not, where names and images do not tell. A service that one of these speaks of
       * belongs to no other.
       */
      services?: Array<{
        /** What it is called. */
        name: string;
        /** Which services are meant; `*` stands for anything, and what is left out does not matter. */
        members: Array<{
          repository?: string;
          /** Name that the repository gives it. */
          service?: string;
          /** Directory that its places have in common. */
          path?: string;
          /** Environment of the places that have none of their own. */
          environment?: string;
        }>;
      }>;
      /** When versions should not change. Each has either `from` and `to`, or `weekly`. */
      freezes?: Array<PromotionTimes>;
      /** When versions may change: outside of every window that is told for a place, it is in a freeze. */
      windows?: Array<PromotionTimes>;
      /** What stands between a version and the next environment. */
      gates?: {
        /** When the modules that tell of it are asked. Default: every 5 minutes. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
      /** What owning teams are told through Backstage's notifications. Nothing where it is left out. */
      notifications?: {
        /** A newer version waits in the environment before. */
        stuck?: {
          /** Longer than so many days. Default: 7. */
          days?: number;
        };
        /** A version has come to an environment. */
        arrived?: {
          /** As answers name them: `production`. Default: all. */
          environments?: string[];
        };
      };
      /** See @plumbline/plugin-plumbline-backend-module-github. */
      github?: object;
    };

    /** When repositories and clusters are looked for. Default: at start and every 5 minutes. */
    schedule?: SchedulerServiceTaskScheduleDefinitionConfig;

    /** Workloads that are not as Git says. */
    drift?: {
      /** How long that may be so until it is past due. Default: 24 hours. */
      dueAfter?: HumanDuration | string;
    };

    /** How long the facts of a source are kept after no provider lists it any more. Default: 14 days. */
    keepGone?: HumanDuration | string;

    /** Alerts that were received. Each receiver is set up by the module that brings it. */
    alerts?: {
      /** How long an alert is kept after it was last received. Default: 30 days. */
      keep?: HumanDuration | string;
      /** Notifies owning groups of alerts that fire, through the notifications of Backstage. */
      notifications?: {
        /** Default: false. */
        enabled?: boolean;
        /** Severities as the alerts have them. Default: all. */
        severities?: string[];
      };
    };

    /** Who is on call. */
    onCall?: {
      /** People who take turns, where no directory knows them. */
      rotas?: Array<{
        /** Any mark of the team: `payments`, `group:default/payments`, `@acme/payments`. */
        team: string;
        /** In which the times below are meant: `Europe/Berlin`. */
        timeZone: string;
        rotation: 'weekly' | 'daily';
        /** When the next person takes over: `mon 09:00` for weekly, `09:00` for daily. */
        handover: string;
        /** Day, `2026-01-05`: the first turn begins at the first handover from then on. */
        start: string;
        /** In the order of their turns. Each has exactly one of `name` and `ref`. */
        people: Array<{
          name?: string;
          /** Backstage ref. */
          ref?: string;
          /** Phone number, e-mail address or channel. */
          contact?: string;
        }>;
        /** Who is called after them, in order. */
        escalation?: string[];
        /** Somebody else's turn for a while. Later ones win. */
        overrides?: Array<{
          /** `2026-12-24T09:00`, or with an offset. */
          from: string;
          to: string;
          /** A name or ref; one of `people` is reached as usual. */
          person: string;
          contact?: string;
        }>;
      }>;
      /** When directories are asked who is on call. Default: at start and every 3 minutes. */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    };

    storage?: {
      /** Folder for what is fetched from remote repositories. */
      directory?: string;
    };
  };
}
