#!/usr/bin/env bash
# Builds kube-apiserver and kube-controller-manager from Debian's source package `kubernetes`, beside Debian's etcd.
#
#   buildKubernetes.sh <work folder> <sources.list with a deb-src line>
#
# The result is in <work folder>/bin.
set -euo pipefail
work=$1
apt=(-o Dir::Etc::sourceparts=- -o "Dir::Etc::sourcelist=$2" -o "Dir::State::lists=$work/lists" -o APT::Sandbox::User=root)
cd "$work"
apt-get update -qq
apt-get install -y -qq --no-install-recommends golang-go etcd-server dpkg-dev golang-github-modern-go-reflect2-dev
apt-get "${apt[@]}" update -qq
apt-get "${apt[@]}" source -qq --download-only kubernetes

export GOPATH=$work/go GOCACHE=$work/gocache GO111MODULE=off CGO_ENABLED=0 GOFLAGS=
tree=$GOPATH/src/k8s.io/kubernetes
mkdir -p "$work/bin" "$(dirname "$tree")"
dpkg-source --no-check -x kubernetes_*.dsc "$tree"
cd "$tree"

# The vendored reflect2 walks maps as Go before 1.18 did, and takes the whole server down with the first custom resource.
rm -r vendor/github.com/modern-go/reflect2
cp -rL /usr/share/gocode/src/github.com/modern-go/reflect2 vendor/github.com/modern-go/

# The API server does not compile without the OpenAPI definitions, which are generated and not part of the source package.
go build -o "$work/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
packages=$(grep -rl --include='*.go' '+k8s:openapi-gen=' staging/src pkg |
  grep -vE '/(testdata|examples?|samples?|sample-[a-z-]+|_examples)/' | xargs -n1 dirname | sort -u |
  sed -e 's#^staging/src/#k8s.io/kubernetes/vendor/#' -e 's#^pkg/#k8s.io/kubernetes/pkg/#' | paste -sd,)
"$work/openapi-gen" -i "$packages" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
  -h hack/boilerplate/boilerplate.generatego.txt -r /dev/null --output-base "$GOPATH/src"

go build -o "$work/bin/kube-apiserver" ./cmd/kube-apiserver
go build -o "$work/bin/kube-controller-manager" ./cmd/kube-controller-manager
cp "$(command -v etcd)" "$work/bin/etcd"
# Go leaves its module and build caches unwritable.
chmod -R u+w "$work"
