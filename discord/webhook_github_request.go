package discord

// GithubWebhook is what GitHub tells a webhook: those fields of its events that
// Discord reads. GitHub's own JSON decodes into it.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-github-compatible-webhook
type GithubWebhook struct {
	// Event is the event's name, such as "push", which GitHub itself sends in
	// the header X-GitHub-Event; it goes there. Empty: no header, which Discord
	// may refuse.
	Event string `json:"-"`

	// ThreadID is the thread of the webhook's channel that the message goes to.
	// Zero: the channel itself.
	ThreadID ChannelID `json:"-"`

	// NoWait doesn't wait until Discord has the message: where it turns out that
	// it can't be posted, there is no error.
	NoWait bool `json:"-"`

	Action      string            `json:"action,omitzero"`
	Ref         string            `json:"ref,omitzero"`
	RefType     string            `json:"ref_type,omitzero"`
	Comment     *GithubComment    `json:"comment,omitzero"`
	Issue       *GithubIssue      `json:"issue,omitzero"`
	PullRequest *GithubIssue      `json:"pull_request,omitzero"`
	Repository  *GithubRepository `json:"repository,omitzero"`
	Forkee      *GithubRepository `json:"forkee,omitzero"`
	Sender      GithubUser        `json:"sender"`
	Member      *GithubUser       `json:"member,omitzero"`
	Release     *GithubRelease    `json:"release,omitzero"`
	HeadCommit  *GithubCommit     `json:"head_commit,omitzero"`
	Commits     []GithubCommit    `json:"commits,omitzero"`
	Forced      bool              `json:"forced,omitzero"`
	Compare     string            `json:"compare,omitzero"`
	Review      *GithubReview     `json:"review,omitzero"`
	CheckRun    *GithubCheckRun   `json:"check_run,omitzero"`
	CheckSuite  *GithubCheckSuite `json:"check_suite,omitzero"`
	Discussion  *GithubDiscussion `json:"discussion,omitzero"`
	Answer      *GithubComment    `json:"answer,omitzero"`
}

// GithubUser is an account on GitHub.
type GithubUser struct {
	ID        int64  `json:"id"`
	Login     string `json:"login"`
	HTMLURL   string `json:"html_url"`
	AvatarURL string `json:"avatar_url"`
}

// GithubAuthor is who wrote a commit.
type GithubAuthor struct {
	Username string `json:"username,omitzero"`
	Name     string `json:"name"`
}

// GithubRepository is a repository on GitHub.
type GithubRepository struct {
	ID       int64  `json:"id"`
	HTMLURL  string `json:"html_url"`
	Name     string `json:"name"`
	FullName string `json:"full_name"`
}

// GithubComment is a comment on a commit, an issue, a pull request or a discussion.
type GithubComment struct {
	ID       int64      `json:"id"`
	HTMLURL  string     `json:"html_url"`
	User     GithubUser `json:"user"`
	CommitID string     `json:"commit_id,omitzero"`
	Body     string     `json:"body"`
}

// GithubIssue is an issue or a pull request.
type GithubIssue struct {
	ID          int64      `json:"id"`
	Number      int64      `json:"number"`
	HTMLURL     string     `json:"html_url"`
	User        GithubUser `json:"user"`
	Title       string     `json:"title"`
	Body        string     `json:"body,omitzero"`
	PullRequest any        `json:"pull_request,omitzero"` // anything but nil: this is a pull request
}

// GithubRelease is a release of a repository.
type GithubRelease struct {
	ID      int64      `json:"id"`
	TagName string     `json:"tag_name"`
	HTMLURL string     `json:"html_url"`
	Author  GithubUser `json:"author"`
}

// GithubCommit is a commit that was pushed.
type GithubCommit struct {
	ID      string       `json:"id"`
	URL     string       `json:"url"`
	Message string       `json:"message"`
	Author  GithubAuthor `json:"author"`
}

// GithubReview is a review of a pull request.
type GithubReview struct {
	User    GithubUser `json:"user"`
	Body    string     `json:"body,omitzero"`
	HTMLURL string     `json:"html_url"`
	State   string     `json:"state"`
}

// GithubCheckRun is a run of a check.
type GithubCheckRun struct {
	Conclusion   string                   `json:"conclusion,omitzero"`
	Name         string                   `json:"name"`
	HTMLURL      string                   `json:"html_url"`
	CheckSuite   GithubCheckSuite         `json:"check_suite"`
	DetailsURL   string                   `json:"details_url,omitzero"`
	Output       *GithubCheckRunOutput    `json:"output,omitzero"`
	PullRequests []GithubCheckPullRequest `json:"pull_requests,omitzero"`
}

// GithubCheckRunOutput is what a run of a check has to say.
type GithubCheckRunOutput struct {
	Title   string `json:"title,omitzero"`
	Summary string `json:"summary,omitzero"`
}

// GithubCheckSuite is a set of checks of a commit.
type GithubCheckSuite struct {
	Conclusion   string                   `json:"conclusion,omitzero"`
	HeadBranch   string                   `json:"head_branch,omitzero"`
	HeadSHA      string                   `json:"head_sha"`
	PullRequests []GithubCheckPullRequest `json:"pull_requests,omitzero"`
	App          GithubCheckApp           `json:"app"`
}

// GithubCheckPullRequest is a pull request that was checked.
type GithubCheckPullRequest struct {
	Number int64 `json:"number"`
}

// GithubCheckApp is the application that checks.
type GithubCheckApp struct {
	Name string `json:"name"`
}

// GithubDiscussion is a discussion of a repository.
type GithubDiscussion struct {
	Title         string     `json:"title"`
	Number        int64      `json:"number"`
	HTMLURL       string     `json:"html_url"`
	AnswerHTMLURL string     `json:"answer_html_url,omitzero"`
	Body          string     `json:"body,omitzero"`
	User          GithubUser `json:"user"`
}

// Validate checks the limits that Discord documents.
func (b GithubWebhook) Validate() error {
	var c checker
	c.length("action", b.Action, 0, maxText)
	c.length("ref", b.Ref, 0, maxText)
	c.length("ref_type", b.RefType, 0, maxText)
	if b.Comment != nil {
		c.within("comment", b.Comment.check)
	}
	if b.Issue != nil {
		c.within("issue", b.Issue.check)
	}
	if b.PullRequest != nil {
		c.within("pull_request", b.PullRequest.check)
	}
	if b.Repository != nil {
		c.within("repository", b.Repository.check)
	}
	if b.Forkee != nil {
		c.within("forkee", b.Forkee.check)
	}
	c.within("sender", b.Sender.check)
	if b.Member != nil {
		c.within("member", b.Member.check)
	}
	if b.Release != nil {
		c.within("release", b.Release.check)
	}
	if b.HeadCommit != nil {
		c.within("head_commit", b.HeadCommit.check)
	}
	c.count("commits", len(b.Commits), 0, maxList)
	for i := range b.Commits {
		c.within(c.index("commits", i), b.Commits[i].check)
	}
	c.length("compare", b.Compare, 0, maxURL)
	if b.Review != nil {
		c.within("review", b.Review.check)
	}
	if b.CheckRun != nil {
		c.within("check_run", b.CheckRun.check)
	}
	if b.CheckSuite != nil {
		c.within("check_suite", b.CheckSuite.check)
	}
	if b.Discussion != nil {
		c.within("discussion", b.Discussion.check)
	}
	if b.Answer != nil {
		c.within("answer", b.Answer.check)
	}
	return c.err()
}

func (b *GithubUser) check(c *checker) {
	c.length("login", b.Login, 0, maxText)
	c.length("html_url", b.HTMLURL, 0, maxURL)
	c.length("avatar_url", b.AvatarURL, 0, maxURL)
}

func (b *GithubAuthor) check(c *checker) {
	c.length("username", b.Username, 0, maxText)
	c.length("name", b.Name, 0, maxText)
}

func (b *GithubRepository) check(c *checker) {
	c.length("html_url", b.HTMLURL, 0, maxURL)
	c.length("name", b.Name, 0, maxText)
	c.length("full_name", b.FullName, 0, maxText)
}

func (b *GithubComment) check(c *checker) {
	c.length("html_url", b.HTMLURL, 0, maxURL)
	c.within("user", b.User.check)
	c.length("commit_id", b.CommitID, 0, maxText)
	c.length("body", b.Body, 0, maxText)
}

func (b *GithubIssue) check(c *checker) {
	c.length("html_url", b.HTMLURL, 0, maxURL)
	c.within("user", b.User.check)
	c.length("title", b.Title, 0, maxText)
	c.length("body", b.Body, 0, maxText)
}

func (b *GithubRelease) check(c *checker) {
	c.length("tag_name", b.TagName, 0, maxText)
	c.length("html_url", b.HTMLURL, 0, maxURL)
	c.within("author", b.Author.check)
}

func (b *GithubCommit) check(c *checker) {
	c.length("id", b.ID, 0, maxText)
	c.length("url", b.URL, 0, maxURL)
	c.length("message", b.Message, 0, maxText)
	c.within("author", b.Author.check)
}

func (b *GithubReview) check(c *checker) {
	c.within("user", b.User.check)
	c.length("body", b.Body, 0, maxText)
	c.length("html_url", b.HTMLURL, 0, maxURL)
	c.length("state", b.State, 0, maxText)
}

func (b *GithubCheckRun) check(c *checker) {
	c.length("conclusion", b.Conclusion, 0, maxText)
	c.length("name", b.Name, 0, maxText)
	c.length("html_url", b.HTMLURL, 0, maxURL)
	c.within("check_suite", b.CheckSuite.check)
	c.length("details_url", b.DetailsURL, 0, maxURL)
	if b.Output != nil {
		c.within("output", b.Output.check)
	}
	c.count("pull_requests", len(b.PullRequests), 0, maxList)
	for i := range b.PullRequests {
		c.within(c.index("pull_requests", i), b.PullRequests[i].check)
	}
}

func (b *GithubCheckRunOutput) check(c *checker) {
	c.length("title", b.Title, 0, maxText)
	c.length("summary", b.Summary, 0, maxText)
}

func (b *GithubCheckSuite) check(c *checker) {
	c.length("conclusion", b.Conclusion, 0, maxText)
	c.length("head_branch", b.HeadBranch, 0, maxText)
	c.length("head_sha", b.HeadSHA, 0, maxText)
	c.count("pull_requests", len(b.PullRequests), 0, maxList)
	for i := range b.PullRequests {
		c.within(c.index("pull_requests", i), b.PullRequests[i].check)
	}
	c.within("app", b.App.check)
}

func (*GithubCheckPullRequest) check(*checker) {}

func (b *GithubCheckApp) check(c *checker) {
	c.length("name", b.Name, 0, maxText)
}

func (b *GithubDiscussion) check(c *checker) {
	c.length("title", b.Title, 0, maxText)
	c.length("html_url", b.HTMLURL, 0, maxURL)
	c.length("answer_html_url", b.AnswerHTMLURL, 0, maxURL)
	c.length("body", b.Body, 0, maxText)
	c.within("user", b.User.check)
}
