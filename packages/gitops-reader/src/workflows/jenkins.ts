import { JobCredential } from './credentials';

const bindings: [call: RegExp, provider: string][] = [
  [
    /AmazonWebServicesCredentialsBinding|\baws\s*\(\s*credentialsId|withAWS\s*\(\s*credentials/,
    'aws',
  ],
  [/azureServicePrincipal|withAzureCredentials/, 'azure'],
  [
    /withKubeConfig|withKubeCredentials|kubeconfigFile|kubeconfigContent/,
    'kubernetes',
  ],
  [/withDockerRegistry|docker\.withRegistry/, 'registry'],
];

/** Credentials that a Jenkinsfile asks Jenkins for, where the binding says what they are. */
export function jenkinsCredentials(text: string): JobCredential[] {
  return text.split('\n').flatMap((line, position): JobCredential[] => {
    if (/^\s*(\/\/|\*)/.test(line)) {
      return [];
    }
    const cut = line.slice(0, 1000);
    const provider = bindings.find(([call]) => call.test(cut))?.[1];
    const name = /credentials(?:Id)?\s*[:(=]\s*['"]([\w.-]{1,100})['"]/.exec(
      cut,
    )?.[1];
    return provider && name
      ? [
          {
            provider,
            method: 'static',
            reason: 'a credential that Jenkins keeps',
            secrets: [name],
            line: position + 1,
          },
        ]
      : [];
  });
}
