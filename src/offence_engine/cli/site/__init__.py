"""The statute browser: a rulebook as pages that can be searched, read and printed without a network.

`look` says things in one language, `rule`, `terms` and `lists` gather what a page shows, `graph` and `timeline` draw,
`search` makes the index, `pages` puts it all into the templates of `templates/site`.
"""
