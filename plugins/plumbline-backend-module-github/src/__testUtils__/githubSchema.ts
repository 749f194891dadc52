/** The part of GitHub's public schema that the listing asks for, as published in @octokit/graphql-schema 15.26. */
export const githubSchema = /* GraphQL */ `
  scalar URI
  scalar GitObjectID

  type Query {
    organization(login: String!): Organization
  }

  type Organization {
    login: String!
    repositories(
      affiliations: [RepositoryAffiliation]
      after: String
      before: String
      first: Int
      hasIssuesEnabled: Boolean
      isArchived: Boolean
      isFork: Boolean
      isLocked: Boolean
      last: Int
      orderBy: RepositoryOrder
      ownerAffiliations: [RepositoryAffiliation] = [OWNER, COLLABORATOR]
      privacy: RepositoryPrivacy
      visibility: RepositoryVisibility
    ): RepositoryConnection!
  }

  enum RepositoryAffiliation {
    COLLABORATOR
    ORGANIZATION_MEMBER
    OWNER
  }

  enum RepositoryPrivacy {
    PRIVATE
    PUBLIC
  }

  enum RepositoryVisibility {
    INTERNAL
    PRIVATE
    PUBLIC
  }

  enum OrderDirection {
    ASC
    DESC
  }

  enum RepositoryOrderField {
    CREATED_AT
    NAME
    PUSHED_AT
    STARGAZERS
    UPDATED_AT
  }

  input RepositoryOrder {
    direction: OrderDirection!
    field: RepositoryOrderField!
  }

  type RepositoryConnection {
    nodes: [Repository]
    pageInfo: PageInfo!
    totalCount: Int!
    totalDiskUsage: Int!
  }

  type PageInfo {
    endCursor: String
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
  }

  type Repository {
    defaultBranchRef: Ref
    isArchived: Boolean!
    isDisabled: Boolean!
    isEmpty: Boolean!
    name: String!
    nameWithOwner: String!
    url: URI!
  }

  type Ref {
    name: String!
    target: Commit
  }

  type Commit {
    oid: GitObjectID!
  }
`;
